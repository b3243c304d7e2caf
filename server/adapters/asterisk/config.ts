import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { idSchema } from '#server/domain/ids.ts'
import { REASON_KINDS, type ReasonKind, SCENARIOS, STEPS } from '#server/domain/words.ts'
import { CodedError } from '#server/errors.ts'
import { DEFAULT_STEP_NAMES, normaliseStepName } from './step-names.ts'

const pattern = z.string().refine((text) => {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}, 'is not a regular expression')

const queueSchema = z.strictObject({
  scenario: z.enum(SCENARIOS).optional(),
  /** After-call work the queue grants (queues.conf `wrapuptime`); AMI does not tell it. */
  wrapUpSeconds: z.int().min(0).max(3600).optional(),
})

export const asteriskConfigSchema = z.strictObject({
  /** Step name as the dialplan says it -> step, or null for a name that is no step of an agent. */
  steps: z.record(z.string().min(1), z.enum(STEPS).nullable()).default({}),
  queues: z.record(z.string().min(1), queueSchema).default({}),
  /** Pause reason as agents choose it -> what it means to the floor. */
  pauseReasons: z.record(z.string().min(1), z.enum(REASON_KINDS)).default({}),
  agents: z
    .strictObject({
      /** Finds the agent's id in a member's device, such as `PJSIP/1003`: the first group. */
      idPattern: pattern.default('^[^/]+/([^@/]+)'),
      /** Endpoints that are agents' phones although no queue has them as a member. */
      extensionPattern: pattern.default('^\\d{2,6}$'),
      /** Reads who sits there off a queue member's name, such as `8801 王芳`: groups `agentNo` and, if it is there, `name`. */
      memberNamePattern: pattern
        .refine((text) => text.includes('(?<agentNo>'), 'needs a group (?<agentNo>…)')
        .optional(),
    })
    .prefault({}),
  /** Endpoints that are lines to the outside although they look like an extension. */
  trunks: z.array(z.string().min(1)).default([]),
  /** Zone of the PBX: its CoreStatus times carry none. */
  zone: z
    .string()
    .refine((zone) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone })
        return true
      } catch {
        return false
      }
    }, 'is not an IANA time zone')
    .default('UTC'),
})
export type AsteriskConfig = z.infer<typeof asteriskConfigSchema>

const PAUSE_REASONS: Readonly<Record<string, ReasonKind>> = {
  'auto-pause': 'auto',
  break: 'break',
  rest: 'break',
  coffee: 'break',
  休息: 'break',
  小休: 'break',
  휴식: 'break',
  lunch: 'meal',
  dinner: 'meal',
  meal: 'meal',
  用餐: 'meal',
  午餐: 'meal',
  就餐: 'meal',
  training: 'training',
  培训: 'training',
  meeting: 'meeting',
  会议: 'meeting',
  开会: 'meeting',
  coaching: 'coaching',
  辅导: 'coaching',
  示忙: 'not_ready',
}

/** Step names of the configuration over the shipped ones, keyed by their normal form. */
export const stepNamesOf = (config: AsteriskConfig): ReadonlyMap<string, (typeof STEPS)[number] | null> =>
  new Map(
    [...Object.entries(DEFAULT_STEP_NAMES), ...Object.entries(config.steps)].map(([name, step]) => [
      normaliseStepName(name),
      step,
    ]),
  )

/** What a pause reason means: as configured, else by its first word, else plainly not ready. */
export const reasonKindOf = (config: AsteriskConfig, reason: string | undefined): ReasonKind => {
  if (!reason) return 'not_ready'
  const own = config.pauseReasons[reason]
  if (own) return own
  const word = reason.trim().toLowerCase()
  return PAUSE_REASONS[word] ?? PAUSE_REASONS[word.split(/[\s:,/]/)[0] ?? ''] ?? 'not_ready'
}

/** Reads a person off a queue member's name; undefined where the name does not fit the pattern, or none is configured. */
export const createPersonReader = ({ agents }: AsteriskConfig) => {
  const pattern = agents.memberNamePattern === undefined ? undefined : new RegExp(agents.memberNamePattern, 'u')
  return (memberName: string): { agentNo: string; name?: string } | undefined => {
    const groups = pattern?.exec(memberName)?.groups
    const agentNo = idSchema.safeParse(groups?.agentNo?.trim())
    if (!agentNo.success) return undefined
    const name = groups?.name?.trim()
    return name ? { agentNo: agentNo.data, name } : { agentNo: agentNo.data }
  }
}

/** Reads and checks a configuration file; without one, the defaults. Throws `CodedError('config')` naming the place. */
export const loadConfig = async (path: string | undefined): Promise<AsteriskConfig> => {
  if (path === undefined) return asteriskConfigSchema.parse({})
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new CodedError('config', `cannot read ${path}: ${(error as Error).message}`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new CodedError('config', `${path} is not JSON: ${(error as Error).message}`)
  }
  const parsed = asteriskConfigSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new CodedError('config', `${path}: ${issue?.path.join('.') || '(top)'}: ${issue?.message ?? 'not valid'}`)
}
