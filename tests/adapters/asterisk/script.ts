import { type AmiFrame, createFields, kindOf } from '#server/adapters/asterisk/ami-message.ts'
import { type AsteriskConfig, asteriskConfigSchema } from '#server/adapters/asterisk/config.ts'
import { createTranslator, type Translator } from '#server/adapters/asterisk/translate.ts'
import type { CanonicalEvent } from '#server/domain/event.ts'

const BEGIN = Date.UTC(2026, 0, 5, 1)

/** A channel as messages name it: `ch('PJSIP/1003', 7, 5)` has Uniqueid .7 and Linkedid .5. */
export type Ch = { name: string; n: number; linked: number; num?: string; exten?: string }
export const ch = (endpoint: string, n: number, linked: number, more: Partial<Ch> = {}): Ch => ({
  name: endpoint.includes(';') ? endpoint : `${endpoint}-0000000${n.toString(16)}`,
  n,
  linked,
  ...more,
})

const block = (prefix: string, c: Ch): [string, string][] => [
  [`${prefix}Channel`, c.name],
  [`${prefix}CallerIDNum`, c.num ?? '<unknown>'],
  [`${prefix}Exten`, c.exten ?? 's'],
  [`${prefix}Uniqueid`, `1767574800.${c.n}`],
  [`${prefix}Linkedid`, `1767574800.${c.linked}`],
]

type Extra = Record<string, string | Ch>

/** Plays hand-written AMI messages to a translator; `at` is in seconds from the beginning. */
export const createScript = (config: Partial<AsteriskConfig> = {}) => {
  const translator: Translator = createTranslator({ feedId: 'lab', config: asteriskConfigSchema.parse(config) })
  const events: CanonicalEvent[] = []
  let id = 0
  let at = BEGIN

  const push = (pairs: [string, string][]) => {
    const fields = createFields(pairs)
    const frame: AmiFrame = { kind: kindOf(fields), id: String(++id), at, timeQuality: 'native', fields }
    events.push(...translator.push(frame))
  }

  const script = {
    events,
    translator,
    at(seconds: number) {
      at = BEGIN + Math.round(seconds * 1000)
      return script
    },
    banner() {
      const fields = createFields([['Banner', 'Asterisk Call Manager/11.0.0']])
      events.push(...translator.push({ kind: 'banner', id: String(++id), at, timeQuality: 'native', fields }))
      return script
    },
    /** `on` is the message's own channel; values that are channels become blocks with the key as prefix. */
    say(event: string, on?: Ch, extra: Extra = {}) {
      const pairs: [string, string][] = [['Event', event], ...(on ? block('', on) : [])]
      for (const [key, value] of Object.entries(extra))
        pairs.push(...(typeof value === 'string' ? [[key, value] as [string, string]] : block(key, value)))
      push(pairs)
      return script
    },
    member(queue: string, extension: string, status: string, extra: Record<string, string> = {}) {
      const device = `PJSIP/${extension}`
      const fields = { Queue: queue, MemberName: device, Interface: device, StateInterface: device, Paused: '0' }
      return script.say('QueueMemberStatus', undefined, { ...fields, Status: status, ...extra })
    },
    end() {
      events.push(...translator.end())
      return script
    },
    /** Events of these types, as short lines: type, agent or queue, and what matters of the data. */
    lines(pick: (event: CanonicalEvent) => boolean = () => true): string[] {
      return events.filter((e) => !e.type.startsWith('feed.') && pick(e)).map((e) => describe(e))
    },
    calls: () => script.lines((e) => e.callId !== undefined),
  }
  return script
}
export type Script = ReturnType<typeof createScript>

const describe = (e: CanonicalEvent): string => {
  const data = Object.values(e.data as Record<string, unknown>).filter((v) => typeof v !== 'object')
  return [e.type, e.agentId ?? e.queueId ?? '', ...data.map(String)].filter((part) => part !== '').join(' ')
}

/** A caller comes in, waits in `queue` and is answered by `extension`: the usual beginning. */
export const connectCall = (script: Script, queue: string, extension: string, n = 1, begin = 0) => {
  const caller = ch('PJSIP/pstn', n, n, { num: '5550100', exten: '7001' })
  const phone = ch(`PJSIP/${extension}`, n + 1, n, { num: extension })
  const member = { Queue: queue, Interface: `PJSIP/${extension}`, MemberName: `PJSIP/${extension}` }
  script
    .at(begin)
    .say('Newchannel', caller, { ChannelState: '4' })
    .at(begin + 1)
    .say('QueueCallerJoin', caller, { Queue: queue, Position: '1' })
    .say('Newchannel', phone, { ChannelState: '0' })
    .say('AgentCalled', caller, { ...member, Dest: phone })
    .say('DialBegin', caller, { Dest: phone })
    .at(begin + 2)
    .say('DialEnd', caller, { Dest: phone, DialStatus: 'ANSWER' })
    .say('QueueCallerLeave', caller, { Queue: queue })
    .say('AgentConnect', caller, { ...member, Dest: phone })
    .say('BridgeEnter', phone, { BridgeUniqueid: `b${n}` })
    .say('BridgeEnter', caller, { BridgeUniqueid: `b${n}` })
  return { caller, phone }
}
