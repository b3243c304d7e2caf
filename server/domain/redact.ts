import type { Event, ForeignEvent, SealedNumber } from './event.ts'

const DIGIT = '[\\p{Nd}零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]'
/** A lone point before one or two last digits is a decimal point, as in 1234.56; any other stands between groups. */
const DOT = '[.．](?!\\p{Nd}{1,2}(?![\\p{Nd}.．]))|(?<=[.．]\\p{Nd}{1,4})[.．]'
const BETWEEN = `(?:[\\s\\-\\u2010-\\u2015\\u2212\\uff0d_()（）,，、。·・]|${DOT})`
/** Six or more digits or spoken Chinese numerals, at most two spaces, dashes, brackets, commas or dots between neighbours. */
const LONG_RUN = `${DIGIT}(?:${BETWEEN}{0,2}${DIGIT}){5,}`
/** A machine in a private network: operators need to read it, and nobody writes a telephone number so. */
const BYTE = '(?:\\.(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5]))'
const PRIVATE_ADDRESS = `(?<![\\d.])(?:(?:10|127)${BYTE}{3}|192\\.168${BYTE}{2})(?!\\d|\\.\\d)`
const ADDRESS_OR_RUN = new RegExp(`(?<address>${PRIVATE_ADDRESS})|${LONG_RUN}`, 'gu')
const ANY_DIGIT = new RegExp(DIGIT, 'gu')
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
/** With the country code, or what is dialled before it to get out. */
const MOBILE = /(?<!\d)(?:\+?86[- ]?|90?|0)?1[3-9]\d{9}(?!\d)/g
const SEALED_REF = /^[A-Za-z0-9_-]{43}$/
const SEALED_BOX = /^v\d+\.[A-Za-z0-9_-]+$/

/** Replaces the digits of every long run by `*`; dates and amounts of six digits go too. */
export const maskText = (text: string): string =>
  text.replace(ADDRESS_OR_RUN, (found, address?: string) => address ?? found.replace(ANY_DIGIT, '*'))

/**
 * A number as equal customers write it differently: full-width digits, blanks, brackets, the Chinese country code and the
 * 0 before a mobile of another place removed. Undefined for what is no number, such as `anonymous`.
 */
export const normaliseNumber = (text: string): string | undefined => {
  const compact = text.normalize('NFKC').replace(/[\s\-().\u2010-\u2015\u2212]/g, '')
  if (!/^\+?\d{3,20}$/.test(compact)) return undefined
  const national = compact.replace(/^(?:\+|00)86(?=\d{5,})/, '').replace(/^(?:86|0)(?=1[3-9]\d{9}$)/, '')
  return national.replace(/^\+/, '00')
}

/** What people see of a customer's number: the head tells mobile from landline, the tail tells two callers apart. */
export const maskNumber = (text: string): string => {
  const number = normaliseNumber(text)
  if (number === undefined) return maskText(text).slice(0, 40)
  if (number.length >= 11) return `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`
  if (number.length >= 6) return `${'*'.repeat(number.length - 3)}${number.slice(-3)}`
  return number
}

/** Hides what looks like a mobile number and leaves other digits alone. */
const maskMobile = (text: string) => text.replace(MOBILE, (number) => maskNumber(number))

/** A queue made for one customer, as some switches make them for calling back; nothing of the number stays to be erased. */
const maskQueue = (queueId: string) => queueId.replace(MOBILE, (number) => '*'.repeat(number.length))

/** Fields that are identifiers or keys, compared elsewhere letter by letter. */
const KEYS = new Set([
  'withAgentId',
  'addedAgentId',
  'toAgentId',
  'mergedInto',
  'agentNo',
  'utteranceId',
  'replaces',
  'scriptId',
  'scriptVersion',
  'key',
  'byId',
])

const maskValue = (value: unknown): unknown => {
  if (typeof value === 'string') return INSTANT.test(value) ? value : maskText(value)
  if (typeof value === 'number') return Math.abs(value) >= 1e9 ? maskText(String(value)) : value
  if (Array.isArray(value)) return value.map(maskValue)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [maskText(key), maskValue(inner)]))
  return value
}

/** What a fact says may be a number typed by the caller; other fields count in milliseconds. */
const maskFact = (value: unknown): unknown =>
  typeof value === 'number' && Math.abs(value) >= 1e5 ? maskText(String(value)) : maskValue(value)

/** A feed may send a number it sealed itself, as an exported log does; anything that is not sealed is dropped. */
const keepSealed = ({ masked, customerRef, sealed }: SealedNumber): SealedNumber => ({
  ...(masked === undefined ? {} : { masked: maskNumber(masked) }),
  ...(customerRef !== undefined && SEALED_REF.test(customerRef) ? { customerRef } : {}),
  ...(sealed !== undefined && SEALED_BOX.test(sealed) ? { sealed } : {}),
})

/** `isOurs`: the number dialled is one of the centre's own. */
const maskField = (key: string, value: unknown, isOurs: boolean): unknown => {
  if (typeof value === 'boolean' || value === undefined || KEYS.has(key)) return value
  if (key === 'toQueueId') return maskQueue(String(value))
  if (key === 'queues') return (value as string[]).map(maskQueue)
  if (key === 'dialled') return isOurs ? maskMobile(String(value)) : maskNumber(String(value))
  // A menu path such as 1-2-1 stays; what a caller typed in full does not.
  if (key === 'ivrKey') return String(value).replace(/\d{6,}/g, (run) => '*'.repeat(run.length))
  return key === 'value' ? maskFact(value) : maskValue(value)
}

const redactKnown = (data: Record<string, unknown>, seal: (clear: string) => SealedNumber) => {
  // Only of a call that comes in it is ours; one between agents may turn out to go outside.
  const isOurs = data.direction === undefined || data.direction === 'inbound'
  const masked: Record<string, unknown> = {}
  for (const key of Object.keys(data))
    if (key !== 'customerNumber' && key !== 'customer') masked[key] = maskField(key, data[key], isOurs)
  if (typeof data.customerNumber === 'string') masked.customer = seal(data.customerNumber)
  else if (data.customer !== undefined) masked.customer = keepSealed(data.customer as SealedNumber)
  return masked
}

/**
 * The event without a clear number: `customerNumber` becomes `customer`, long runs of digits in texts become `*`. Of an
 * event whose type is not known everything that looks like a number is masked, names of fields and the type included.
 */
export const redactEvent = <E extends Event | ForeignEvent>(
  event: E,
  isKnown: boolean,
  seal: (clear: string) => SealedNumber,
): E => ({
  ...event,
  ...(isKnown ? {} : { type: maskText(event.type) }),
  ...(event.deviceId === undefined ? {} : { deviceId: maskMobile(event.deviceId) }),
  ...(event.queueId === undefined ? {} : { queueId: maskQueue(event.queueId) }),
  data: isKnown ? redactKnown(event.data as Record<string, unknown>, seal) : maskValue(event.data),
})
