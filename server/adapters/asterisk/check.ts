import { CodedError } from '#server/errors.ts'
import { EXIT, type ProgramIo } from '../program-io.ts'
import { type AmiTarget, openAmiLink } from './ami-link.ts'
import { type AmiMessage, textOf, timestampOf } from './ami-message.ts'
import { type AsteriskConfig, stepNamesOf } from './config.ts'
import { normaliseStepName } from './step-names.ts'
import { createTranslator } from './translate.ts'

const CLASSES = ['call', 'agent', 'user', 'system'] as const

type Finding = {
  classes: Set<string>
  /** Read classes the PBX itself names, when it lets us ask. */
  granted?: string[]
  events: number
  unstamped: number
  clockOffsetMs?: number
  pingSentAt: number
  queues: Map<string, string>
  channelsRefused: boolean
  members: Map<string, string>
  unknownSteps: Set<string>
  /** QueueStatus is answered. */
  complete: boolean
}

const MANAGER_CONF = (user: string) => `[general]
enabled = yes
timestampevents = yes

[${user}]
secret = CHANGE-ME
deny = 0.0.0.0/0.0.0.0
permit = ADDRESS-OF-THIS-MACHINE/255.255.255.255
read = call,agent,user,system
write = reporting
writetimeout = 5000`

const note = (finding: Finding, config: AsteriskConfig, message: AmiMessage, receivedAt: number): void => {
  const { fields, kind } = message
  const id = fields.get('ActionID') ?? ''
  const name = fields.get('Event')
  for (const word of (fields.get('Privilege') ?? '').split(',')) if (word) finding.classes.add(word)
  if (kind === 'event' && id === '' && name !== 'FullyBooted') {
    finding.events += 1
    if (timestampOf(fields) === undefined) finding.unstamped += 1
  }
  const stampAt = timestampOf(fields)
  if (id === 'clock' && stampAt !== undefined)
    finding.clockOffsetMs = Math.round(stampAt - (finding.pingSentAt + receivedAt) / 2)
  if (kind === 'response' && id === 'check-CoreShowChannels' && fields.get('Response') === 'Error')
    finding.channelsRefused = true
  if (id === 'perms') {
    const line = fields.all('Output').find((text) => /read perm/i.test(text))
    if (line)
      finding.granted = line
        .slice(line.indexOf(':') + 1)
        .split(',')
        .map((word) => word.trim())
  }
  const queue = textOf(fields, 'Queue')
  if (name === 'QueueParams' && queue) finding.queues.set(queue, fields.get('Strategy') ?? '')
  if (name === 'QueueStatusComplete') finding.complete = true
  const step = fields.get('UserEvent')?.toLowerCase() === 'flowstep' ? fields.find('Step')?.trim() : undefined
  if (step && !stepNamesOf(config).has(normaliseStepName(step))) finding.unknownSteps.add(step)
}

const describe = (finding: Finding, config: AsteriskConfig, user: string): string[] => {
  const lines: string[] = []
  const granted = finding.granted
  const lacking = CLASSES.filter((name) =>
    granted ? !granted.includes(name) && !granted.includes('all') : !finding.classes.has(name),
  )
  lines.push(`queues (${finding.queues.size}):`)
  for (const [queue, strategy] of finding.queues) {
    const own = config.queues[queue]
    const scenario = own?.scenario ?? 'no scenario mapped'
    const wrapUp = own?.wrapUpSeconds === undefined ? 'no wrap-up seconds set' : `wrap-up ${own.wrapUpSeconds} s`
    lines.push(`  ${queue}  ${strategy}  ${scenario}, ${wrapUp}`)
  }
  lines.push(`members (${finding.members.size}):`)
  for (const [agentId, text] of finding.members) lines.push(`  ${agentId}  ${text}`)
  if (granted)
    lines.push(`read classes: ${lacking.length === 0 ? 'all that are needed' : `missing ${lacking.join(', ')}`}`)
  else if (lacking.length === 0) lines.push('read classes: all that are needed were seen')
  else lines.push(`read classes: no event of ${lacking.join(', ')} was seen; missing, or nothing happened meanwhile`)
  if (finding.channelsRefused)
    lines.push(
      'channels: the PBX refuses CoreShowChannels; calls in progress cannot be resynced without write = reporting',
    )
  lines.push(`timestamps: ${timestampLine(finding)}`)
  const offset = finding.clockOffsetMs
  lines.push(
    `clock: ${offset === undefined ? 'the PBX does not say its time' : `the PBX is ${Math.abs(offset)} ms ${offset < 0 ? 'behind' : 'ahead of'} this machine`}`,
  )
  const unmapped = [...finding.queues.keys()].filter((queue) => config.queues[queue]?.scenario === undefined)
  lines.push(`queues without a scenario: ${unmapped.join(', ') || 'none'}`)
  lines.push(`unknown step names: ${[...finding.unknownSteps].join(', ') || 'none seen'}`)
  return [...lines, '', 'manager.conf for this user:', '', MANAGER_CONF(user)]
}

const timestampLine = ({ events, unstamped }: Finding): string => {
  if (events === 0) return 'no event came, so it is not known whether events carry one'
  return unstamped === 0 ? 'events carry them' : 'missing; set timestampevents = yes in manager.conf'
}

/** Logs in, changes nothing, looks for `seconds`, and prints what would be missing for a good feed. */
export const runCheck = async (
  target: AmiTarget,
  config: AsteriskConfig,
  seconds: number,
  io: ProgramIo,
): Promise<number> => {
  const { clock } = io
  const translator = createTranslator({ feedId: 'check', config })
  const finding: Finding = {
    classes: new Set(),
    events: 0,
    unstamped: 0,
    pingSentAt: 0,
    queues: new Map(),
    channelsRefused: false,
    members: new Map(),
    unknownSteps: new Set(),
    complete: false,
  }
  const failure = await new Promise<CodedError | undefined>((resolve) => {
    let count = 0
    const link = openAmiLink({
      target,
      clock,
      answersPings: false,
      onMessage(message) {
        const at = clock.now()
        note(finding, config, message, at)
        translator.push({ kind: message.kind, id: String(count++), at, timeQuality: 'adapter', fields: message.fields })
      },
      onReady() {
        finding.pingSentAt = clock.now()
        link.act({ Action: 'Ping', ActionID: 'clock' })
        link.act({ Action: 'QueueStatus', ActionID: 'check-QueueStatus' })
        link.act({ Action: 'CoreShowChannels', ActionID: 'check-CoreShowChannels' })
        link.act({ Action: 'Command', ActionID: 'perms', Command: `manager show user ${target.user}` })
        clock.after(seconds * 1000, () => {
          link.close()
          resolve(undefined)
        })
      },
      onDown: resolve,
    })
    io.signal.addEventListener('abort', () => resolve(new CodedError('unavailable', 'stopped')), { once: true })
  })
  if (failure) throw failure
  if (!finding.complete)
    throw new CodedError('unavailable', `${target.host} did not answer QueueStatus in ${seconds} s`)
  for (const { agentId, deviceId, name } of translator.report().members)
    finding.members.set(agentId, name ? `${deviceId}  ${name}` : deviceId)
  for (const line of describe(finding, config, target.user)) await io.print(line)
  return EXIT.ok
}
