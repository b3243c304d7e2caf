/** Headers of one AMI message. A header may repeat (ChanVariable does): `get` gives the first, `all` every value. */
export type AmiFields = {
  get(name: string): string | undefined
  all(name: string): readonly string[]
  /** The first header of this name in any case: for headers people write by hand in a UserEvent. */
  find(name: string): string | undefined
  readonly names: readonly string[]
}

export type AmiKind = 'event' | 'response' | 'banner'

export type AmiMessage = {
  kind: AmiKind
  /** Bytes before this message in the stream. */
  offset: number
  fields: AmiFields
}

/** One AMI message with its time, as the translator takes it. */
export type AmiFrame = {
  kind: AmiKind
  /** Unique within the PBX boot: byte offset in a recording, a counter on a live link. */
  id: string
  /** Epoch milliseconds. */
  at: number
  /** `native`: the PBX stamped it. `adapter`: the time we received it. */
  timeQuality: 'native' | 'adapter'
  fields: AmiFields
}

const NONE: readonly string[] = []

export const createFields = (pairs: Iterable<readonly [string, string]>): AmiFields => {
  const values = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  return {
    get: (name) => values.get(name)?.[0],
    all: (name) => values.get(name) ?? NONE,
    find(name) {
      const wanted = name.toLowerCase()
      for (const [key, [value]] of values) if (key.toLowerCase() === wanted) return value
      return undefined
    },
    get names() {
      return [...values.keys()]
    },
  }
}

export const kindOf = (fields: AmiFields): AmiKind => (fields.get('Response') === undefined ? 'event' : 'response')

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b', f: '\f', v: '\v' }

/** Undoes the C escapes AMI puts into names of callers; other headers are sent raw. */
export const decodeEscapes = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char) : text

/** A header's value unless it says "none": empty or `<unknown>`. */
export const textOf = (fields: AmiFields, name: string): string | undefined => {
  const value = fields.get(name)
  return value === undefined || value === '' || value === '<unknown>' ? undefined : value
}

/** Epoch milliseconds of the `Timestamp` header (seconds with a fraction), if the PBX sends one. */
export const timestampOf = (fields: AmiFields): number | undefined => {
  const text = fields.get('Timestamp')
  if (text === undefined || !/^\d{9,11}(\.\d+)?$/.test(text)) return undefined
  return Math.floor(Number(text) * 1000)
}
