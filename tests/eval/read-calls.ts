import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { DIRECTIONS, RULES, SCENARIOS, STEPS } from '#server/domain/words.ts'

/** A verdict of the product that somebody looked into and found wrong. */
const overturnedSchema = z.object({
  rule: z.enum(RULES),
  step: z.enum(STEPS).optional(),
  action: z.string().optional(),
  reason: z.string(),
})

/** How a labelled call can end. */
export const ENDS = ['customer_hangup', 'agent_hangup', 'transferred', 'lost'] as const

const lineSchema = z.object({
  callId: z.string().min(1),
  turn: z.int().optional(),
  role: z.enum(['agent', 'customer']),
  text: z.string(),
  /** Begin of the utterance, milliseconds from the answer. */
  atMs: z.number().optional(),
  step: z.enum(STEPS).optional(),
  /** The customer states what the call is about. */
  need: z.boolean().optional(),
  // What only the last line of a call has:
  scenario: z.enum(SCENARIOS).optional(),
  direction: z.enum(DIRECTIONS).optional(),
  end: z.enum(ENDS).optional(),
  skips: z.array(z.enum(STEPS)).optional(),
  /** The level the customer's words reach. */
  peak: z.int().min(0).max(4).optional(),
  overturned: z.array(overturnedSchema).optional(),
})
export type LabelledLine = z.infer<typeof lineSchema>

export type LabelledCall = Pick<
  LabelledLine,
  'callId' | 'scenario' | 'direction' | 'end' | 'skips' | 'peak' | 'overturned'
> & {
  lines: LabelledLine[]
}

export class BadFile extends Error {}

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new BadFile(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const readLine = (file: string, text: string, number: number): LabelledLine => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new BadFile(`${file}, line ${number}: this is not JSON`)
  }
  const read = lineSchema.safeParse(value)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  throw new BadFile(`${file}, line ${number}: ${issue?.path.join('.') || 'line'}: ${issue?.message}`)
}

/** Calls of a file of labelled utterances, in its order; what its last line says of the call is the call's. */
export const readCalls = (file: string): LabelledCall[] => {
  const calls = new Map<string, LabelledCall>()
  readText(file)
    .split('\n')
    .forEach((text, index) => {
      if (text.trim() === '') return
      const line = readLine(file, text, index + 1)
      const call = calls.get(line.callId) ?? { callId: line.callId, lines: [] }
      const { scenario = call.scenario, direction = call.direction, end = call.end, skips = call.skips } = line
      const { peak = call.peak, overturned = call.overturned } = line
      calls.set(line.callId, {
        callId: line.callId,
        lines: [...call.lines, line],
        scenario,
        direction,
        end,
        skips,
        peak,
        overturned,
      })
    })
  if (calls.size === 0) throw new BadFile(`${file}: there is no utterance in it`)
  return [...calls.values()]
}
