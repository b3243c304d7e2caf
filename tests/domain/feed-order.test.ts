import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '#server/domain/call/judge.ts'
import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { STEPS } from '#server/domain/words.ts'
import { asLog, fact, words } from '#tests/support/feed-story.ts'
import { book, call } from '#tests/support/scenario.ts'

const numRuns = Number(process.env.FOLD_CASES ?? 200)
const AGENTS = ['1001', '1002', '1003']
const TIMEOUT_MS = 60_000 + numRuns * 400
/** How far an entry may be told too early or too late, in places of the log. */
const WINDOW = 12

/** One agent's afternoon: calls one after the other, talked through in part, sometimes handed on. */
const arbitraryCall = fc.record({
  agent: fc.constantFrom(...AGENTS),
  pause: fc.integer({ min: 1, max: 20 }),
  wait: fc.integer({ min: 1, max: 15 }),
  steps: fc.subarray([...STEPS], { minLength: 1 }),
  pace: fc.integer({ min: 2, max: 20 }),
  hold: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  level: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  handedTo: fc.option(fc.constantFrom('1008', '1009'), { nil: undefined }),
  words: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }),
  end: fc.constantFrom('agent_hangup' as const, 'customer_hangup' as const),
})

const arbitraryLog = fc.array(arbitraryCall, { minLength: 2, maxLength: 6 }).map((plans) => {
  const free = new Map<string, number>()
  const told: Entry[] = []
  for (const [index, plan] of plans.entries()) {
    const start = (free.get(plan.agent) ?? 0) + plan.pause
    const answered = start + plan.wait
    const story = call(`c${index}`)
      .offered(start)
      .queued(start, 'complaint')
      .rings(answered - 0.5, plan.agent)
      .answers(answered)
    story.goesThrough(answered + 1, plan.pace, ...plan.steps)
    let end = answered + 1 + plan.steps.length * plan.pace
    if (plan.hold !== undefined) story.hold(answered + 2, answered + 2 + plan.hold)
    if (plan.level !== undefined) story.level(answered + 3, plan.level)
    for (const [n, offset] of plan.words.entries())
      told.push(words(answered + offset + n / 10, plan.agent, `${index}.${n}`, { eventId: `w${index}.${n}` }))
    free.set(plan.agent, end)
    if (plan.handedTo) {
      story
        .transfers(end, 'blind')
        .answers(end + 2, plan.handedTo)
        .step(end + 3, 'opening')
      end += 10
    }
    told.push(...story.ends(end, plan.end).entries())
    told.push(fact(end, 'agent.state', { state: 'ready' }, { agentId: plan.agent, eventId: `ready${index}` }))
  }
  return asLog(told)
})

/** The same log as a bad network brings it: each entry off its place within the window, some told twice. */
const arbitraryDelivery = arbitraryLog.chain((log) =>
  fc
    .tuple(
      fc.array(fc.double({ min: 0, max: WINDOW, noNaN: true }), { minLength: log.length, maxLength: log.length }),
      fc.subarray(log),
    )
    .map(([shifts, doubled]) => {
      const placed = log.map((entry, index) => ({ entry, place: index + (shifts[index] ?? 0) }))
      const again = doubled.map((entry) => ({ entry, place: log.indexOf(entry) + WINDOW / 2 }))
      return { log, delivered: [...placed, ...again].sort((a, b) => a.place - b.place).map(({ entry }) => entry) }
    }),
)

const outcome = (entries: readonly Entry[], order: FeedOrder) => {
  const fold = foldLog(entries, book, order).get('f')
  if (!fold) throw new Error('nothing was folded')
  const calls = [...fold.calls.values()].map((one) => {
    const { raised: _, ...told } = one.call
    return { ...told, verdicts: judge(one.call, lawOf(book, one.call), Number.MAX_SAFE_INTEGER).verdicts }
  })
  return calls.sort((a, b) => (a.callId < b.callId ? -1 : 1))
}

for (const order of ['time', 'seq'] as const)
  test(
    `[FOLD-1] several calls and what companions say of them, late and doubled by ${order}, fold to the same floor`,
    () => {
      fc.assert(
        fc.property(arbitraryDelivery, ({ log, delivered }) => {
          expect(outcome(delivered, order)).toEqual(outcome(log, order))
        }),
        { numRuns },
      )
    },
    TIMEOUT_MS,
  )

test(
  '[FOLD-1] what is written down by the server changes neither calls nor alerts',
  () => {
    fc.assert(
      fc.property(arbitraryLog, (log) => {
        const bare = foldLog(log, book).get('f')
        if (!bare) throw new Error('nothing was folded')
        const written = [...bare.calls.values()].flatMap((one) =>
          one.entries.filter(({ source }) => source === 'server'),
        )
        const whole = foldLog([...log, ...written], book).get('f')
        for (const callId of bare.calls.keys()) {
          expect(whole?.calls.get(callId)?.call).toEqual(bare.calls.get(callId)?.call)
          expect(whole?.alerts(callId)).toEqual(bare.alerts(callId))
        }
      }),
      { numRuns: Math.min(numRuns, 100) },
    )
  },
  TIMEOUT_MS,
)
