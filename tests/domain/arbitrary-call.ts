import fc from 'fast-check'
import type { Entry } from '#server/domain/entry.ts'
import type { EventData, EventType } from '#server/domain/event.ts'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'
import { entryAt } from '#tests/support/entries.ts'

const agents = [
  { agentId: '1001', segmentId: 's1' },
  { agentId: '1002', segmentId: 's2' },
]

type Making = { type: EventType; data: unknown; head?: object; origin?: 'asr' | 'crm'; isByPerson?: boolean }

const of = <T extends EventType>(type: T, data: fc.Arbitrary<EventData<T>>, head?: object): fc.Arbitrary<Making> =>
  data.map((value) => ({ type, data: value, head }))

const step = fc.record({ step: fc.constantFrom(...STEPS) })

/** Everything that can be said of a call, in any order a hostile switch may choose. */
const arbitraryFact = fc.constantFrom(...agents).chain((agent) =>
  fc.oneof(
    { weight: 1, arbitrary: of('call.offered', fc.constant({ direction: 'inbound' as const })) },
    { weight: 2, arbitrary: of('call.queued', fc.constant({}), { queueId: 'complaint' }) },
    {
      weight: 1,
      arbitrary: of('call.dequeued', fc.constant({ reason: 'answered' as const }), { queueId: 'complaint' }),
    },
    { weight: 2, arbitrary: of('call.alerting', fc.constant({}), agent) },
    { weight: 1, arbitrary: of('call.diverted', fc.constant({ cause: 'no_answer' as const }), agent) },
    { weight: 4, arbitrary: of('call.connected', fc.constant({}), agent) },
    { weight: 2, arbitrary: of('call.held', fc.constant({ by: 'agent' as const }), agent) },
    { weight: 2, arbitrary: of('call.retrieved', fc.constant({ by: 'agent' as const }), agent) },
    { weight: 1, arbitrary: of('call.transferred', fc.constant({ kind: 'blind' as const }), agent) },
    { weight: 1, arbitrary: of('call.party_cleared', fc.constant({ cause: 'agent_hangup' as const }), agent) },
    { weight: 1, arbitrary: of('call.cleared', fc.constant({ cause: 'customer_hangup' as const })) },
    { weight: 8, arbitrary: of('step.entered', step, agent) },
    { weight: 2, arbitrary: of('step.completed', step, agent) },
    { weight: 1, arbitrary: of('step.skipped', step, agent) },
    { weight: 1, arbitrary: of('step.reset', step, agent) },
    { weight: 1, arbitrary: of('scenario.tagged', fc.record({ scenario: fc.constantFrom(...SCENARIOS) })) },
    { weight: 2, arbitrary: of('complaint.level', fc.record({ level: fc.integer({ min: 0, max: 4 }) })) },
    {
      weight: 2,
      arbitrary: of(
        'signal.sentiment',
        fc.record({ sentiment: fc.constantFrom('negative' as const, 'positive' as const) }),
      ),
    },
    {
      weight: 1,
      arbitrary: of('complaint.level', fc.record({ level: fc.integer({ min: 0, max: 4 }) })).map((m) => ({
        ...m,
        isByPerson: true,
      })),
    },
    {
      weight: 1,
      arbitrary: of(
        'call.fact',
        fc.record({
          name: fc.constantFrom(
            'identity.verified' as const,
            'order.submitted' as const,
            'order.consent_confirmed' as const,
            'ticket.created' as const,
            'wrapup.saved' as const,
          ),
          value: fc.boolean(),
        }),
      ).map((m) => ({
        ...m,
        origin: 'crm' as const,
      })),
    },
    {
      weight: 5,
      arbitrary: of(
        'transcript.segment',
        fc.record({
          utteranceId: fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6'),
          revision: fc.integer({ min: 0, max: 3 }),
          isFinal: fc.boolean(),
          role: fc.constantFrom('agent' as const, 'customer' as const),
          text: fc.constantFrom(
            '您好，工号3082',
            '我要投诉，太差了',
            '再这样我就换别家了',
            '我明天就去12315投诉你们',
            '我给您申请退回二十元',
            '这样安排您看可以吗',
            '规定就是这样',
            '还有其他事吗',
            '再见',
          ),
        }),
      ).map((m) => ({ ...m, origin: 'asr' as const })),
    },
    ...(['transcript.started', 'transcript.ended', 'transcript.failed'] as const).map((type) => ({
      weight: 1,
      arbitrary: of(type, fc.constant({})).map((m) => ({ ...m, origin: 'asr' as const })),
    })),
    {
      weight: 1,
      arbitrary: of('call.gap', fc.constant({ from: '2026-11-02T01:00:30.000Z', to: '2026-11-02T01:00:40.000Z' })),
    },
    {
      weight: 1,
      arbitrary: of('feed.snapshot_item', fc.constant({ callState: 'connected' as const, held: false }), agent),
    },
  ),
)

/** A call's entries in the order they happened: times rise, several may fall on one instant, counters are dense. */
export const arbitraryLog: fc.Arbitrary<Entry[]> = fc
  .array(fc.tuple(arbitraryFact, fc.integer({ min: 0, max: 90 })), { minLength: 1, maxLength: 40 })
  .map((makings) => {
    let seconds = 0
    return makings.map(([making, pause], index) => {
      seconds += pause
      const { origin, isByPerson = false } = making
      return entryAt(seconds, making.type, making.data as never, {
        ...making.head,
        callId: 'c1',
        eventId: String(index + 1),
        seq: origin || isByPerson ? undefined : index,
        origin: origin ?? 'owner',
        source: making.type === 'call.gap' ? 'server' : isByPerson ? 'person' : 'feed',
        position: index + 1,
      })
    })
  })

/** The same entries as a bad network delivers them: shuffled, some doubled. */
export const arbitraryDelivery = arbitraryLog.chain((log) =>
  fc
    .tuple(fc.shuffledSubarray(log, { minLength: log.length }), fc.subarray(log))
    .chain(([shuffled, doubled]) =>
      fc.tuple(
        fc.constant(log),
        fc.shuffledSubarray([...shuffled, ...doubled], { minLength: log.length + doubled.length }),
      ),
    ),
)
