import { toIso } from '#server/adapters/simulate/journal.ts'
import type { Event } from '#server/domain/event.ts'
import type { Book } from './book.ts'
import type { Numbers } from './numbers.ts'

const CALL = 'mischief/c1'
const LEG = { callId: CALL, segmentId: `${CALL}/s1`, agentId: 'm1' }

/**
 * What a careless system sends of a call of team b's agent `m1`: numbers in every field that takes words, in fields nobody
 * knows, in types of its own, and in events that cannot be used at all. In order of time.
 */
export const mischief = (
  book: Book,
  numbers: Numbers,
  fromMs: number,
): { events: Event[]; dead: number; foreign: number } => {
  let count = 0
  const head = () => ({ eventId: `m${++count}`, occurredAt: toIso(fromMs + count * 1_000) })
  const queueId = `${book.plant('b', 'queue')} ${numbers.mobile()}`
  const word = (kind: string) => `${book.plant('b', kind)} ${numbers.told()}`
  const leg = () => ({ ...head(), ...LEG, queueId })
  const caller = numbers.written()

  const known = [
    {
      ...head(),
      agentId: 'm1',
      type: 'agent.profile',
      data: { name: word('name'), team: word('saidteam'), queues: [queueId] },
    },
    {
      ...head(),
      agentId: 'm1',
      deviceId: `SIP/${numbers.mobile()}`,
      type: 'agent.state',
      data: { state: 'not_ready', reason: word('pause') },
    },
    {
      ...head(),
      callId: CALL,
      type: 'call.offered',
      data: { direction: 'outbound', customerNumber: caller, dialled: numbers.written(), ivrKey: numbers.mobile() },
    },
    { ...leg(), type: 'call.queued', data: { whoCalls: numbers.written() }, note: numbers.written() },
    { ...leg(), deviceId: `PJSIP/${numbers.mobile()}-01`, type: 'call.connected', data: {} },
    { ...leg(), type: 'call.attributes', data: { tags: [word('tag'), numbers.written()], dialled: numbers.mobile() } },
    { ...leg(), type: 'call.fact', data: { name: 'crm.note_saved', value: word('fact') } },
    { ...leg(), type: 'call.fact', data: { name: 'crm.note_saved', value: Number(numbers.mobile()) } },
    { ...leg(), type: 'complaint.level', data: { level: 3, reason: word('reason') } },
    { ...leg(), type: 'transcript.failed', data: { reason: word('failed') } },
    { ...leg(), type: 'supervision.started', data: { mode: 'barge', supervisor: word('listener') } },
    { ...leg(), type: 'call.transferred', data: { kind: 'blind', toQueueId: queueId } },
    { ...head(), callId: CALL, type: 'call.cleared', data: { cause: 'other', nativeCause: word('cause') } },
    { ...head(), type: 'feed.gap', data: { from: toIso(fromMs), to: toIso(fromMs + 1_000), reason: word('gap') } },
  ]
  const foreign = [
    { ...leg(), type: `crm.note.${numbers.mobile()}`, data: { text: word('foreign'), at: Number(numbers.mobile()) } },
    {
      ...leg(),
      type: 'crm.book',
      data: { [numbers.mobile()]: { [numbers.written()]: [[numbers.told()], numbers.written()] } },
    },
    { ...head(), type: 'crm.text', data: word('foreign') },
  ]
  const dead = [
    { ...head(), type: 'call.offered', data: { direction: numbers.mobile(), customerNumber: numbers.written() } },
    {
      ...head(),
      type: 'transcript.segment',
      data: { text: word('dead'), [numbers.mobile()]: true, said: Number(numbers.mobile()) },
    },
    { ...head(), occurredAt: numbers.mobile(), type: 'call.queued', data: {} },
    { ...head(), type: numbers.written().repeat(20), data: {} },
    { occurredAt: head().occurredAt, type: 'call.queued', from: numbers.written(), [numbers.written()]: word('dead') },
    { ...head(), type: 'alert.handled', data: { key: word('dead'), by: numbers.written() } },
    [numbers.written(), { deep: [[[{ deeper: numbers.told() }]]] }],
    `a call from ${numbers.told()}`,
    Number(numbers.mobile()),
  ]
  const events = [...known, ...foreign, ...dead] as unknown as Event[]
  return { events, dead: dead.length, foreign: foreign.length }
}
