import { describe, expect, it, test } from 'vitest'
import { judge } from '#server/domain/call/judge.ts'
import type { Entry } from '#server/domain/entry.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import { foldOneCall } from '#server/domain/feed/fold-one-call.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { compareLaws } from '#server/domain/playbook/back-test/compare-laws.ts'
import { BackTestTally, MOST_EXAMPLES } from '#server/domain/playbook/back-test/tally.ts'
import { applyEdits, type DraftEdit } from '#server/domain/playbook/draft.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import { asLog, fact, words } from '#tests/support/feed-story.ts'
import { book, type CallStory, call } from '#tests/support/scenario.ts'

const shipped = shippedPlaybook()
const draftOf = (...edits: DraftEdit[]) => applyEdits(shipped, edits)

const openingOf = (scenario: string) => {
  const s = shipped.scenarios.findIndex((flow) => flow.scenario === scenario)
  const actions = shipped.scenarios[s]?.steps[0]?.actions ?? []
  return {
    path: ['scenarios', s, 'steps', 0, 'actions'],
    place: actions.findIndex(({ action }) => action === 'OPEN_GREET'),
  }
}
const greeting = openingOf('complaint')
const ungreeted = draftOf({ path: [...greeting.path, greeting.place], remove: true })

/** A complaint that is listened to, in which nobody greets or says who they are. */
const rude = (callId = 'c1') =>
  call(callId)
    .offered(0)
    .queued(2, 'complaint')
    .answers(10, '1001')
    .listens(10)
    .step(11, 'opening')
    .agent(12, '请讲')
    .step(20, 'need_identification')
    .customer(22, '多扣了钱')
    .hangsUp(40, 'customer')

const tallied = (after = ungreeted, ...stories: CallStory[]) => {
  const tally = new BackTestTally()
  for (const story of stories) {
    const told = story.fold()
    tally.add(told, compareLaws(told, { before: shipped, after }, DEFAULT_RULES))
  }
  return tally
}

describe('two playbooks over the same call', () => {
  it('[BACK-2] a draft that asks for less takes away what it no longer asks for and nothing else', () => {
    const { lines, total } = tallied(ungreeted, rude()).report()
    const changed = lines.filter(({ appeared, disappeared, changed: other }) => appeared + disappeared + other > 0)
    expect(changed).toEqual([
      expect.objectContaining({
        rule: 'action_missed',
        about: expect.objectContaining({ id: 'OPEN_GREET' }),
        scenario: 'complaint',
        before: 1,
        after: 0,
        disappeared: 1,
      }),
    ])
    expect(total.after).toBe(total.before - 1)
  })

  it('[BACK-2] a draft that differs in nothing changes nothing', () => {
    const { total, alerts } = tallied(draftOf({ path: ['policy'], value: shipped.policy as never }), rude()).report()
    expect(total).toMatchObject({ appeared: 0, disappeared: 0, changed: 0, before: total.after })
    expect(alerts.after).toBe(alerts.before)
  })

  it('[BACK-2] what is found under both and becomes something else is changed, and counts in the alerts', () => {
    const line = { rule: 'action_missed', about: 'OPEN_GREET', as: 'callback' }
    const { lines, alerts, total } = tallied(draftOf({ path: ['policy', 0], value: line }), rude()).report()
    expect(lines[0]).toMatchObject({ about: { id: 'OPEN_GREET' }, before: 1, after: 1, changed: 1 })
    expect(total).toMatchObject({ appeared: 0, disappeared: 0, changed: 1 })
    const louder = tallied(draftOf({ path: ['policy', 0], value: { ...line, as: 'alert' } }), rude()).report()
    expect(louder.alerts.after - alerts.after).toBe(louder.lines[0]?.changed)
  })

  it('[BACK-3] judges to the end of what was owed, after-call work too', () => {
    const told = rude().fact(30, 'crm.history_opened').fold()
    const pairs = compareLaws(told, { before: shipped, after: shipped }, DEFAULT_RULES)
    expect(pairs.map(({ after }) => after?.about?.id)).toContain('ACW_WRAPUP')
  })
})

describe('what is told of them', () => {
  it('[BACK-5] names at most so many calls a line, with whose and when, and no word of them', () => {
    const stories = Array.from({ length: MOST_EXAMPLES + 5 }, (_, n) => rude(`c${n}`))
    const tally = tallied(ungreeted, ...stories)
    const [line] = tally.report().lines
    expect(line?.disappeared).toBe(MOST_EXAMPLES + 5)
    const examples = tally.examples().get(line?.id ?? '') ?? []
    expect(examples).toHaveLength(MOST_EXAMPLES)
    const place = { feedId: 'f', callId: 'c0', agentId: '1001', at: expect.any(Number) }
    expect(examples[0]).toEqual({ ...place, change: 'disappeared', before: 'mark', after: undefined })
    expect(JSON.stringify([tally.report(), examples])).not.toContain('多扣了钱')
  })

  it('[BACK-4] says of how many calls nothing, or not all, can be told', () => {
    const waiting = call('w')
      .offered(0)
      .queued(2, 'complaint')
      .leavesQueue(30, 'complaint', 'abandoned')
      .hangsUp(30, 'customer')
    const unheard = call('u').offered(0).queued(2, 'other').answers(10, '1001').hangsUp(40, 'customer')
    const tally = tallied(ungreeted, rude(), waiting, unheard)
    for (const why of ['gone', 'cut', 'cut', 'broken'] as const) tally.pass(why)
    expect(tally.report().calls).toEqual({
      read: 7,
      judged: 3,
      gone: 1,
      cut: 2,
      broken: 1,
      unanswered: 1,
      wordless: 1,
      unclassified: 1,
    })
  })
})

describe('one call from the log', () => {
  const fromLog = (log: readonly Entry[], callId = 'c1') => foldOneCall(log, { callId, order: 'time', book })

  test('[BACK-1] is the call its feed’s whole fold holds, with what joined it by agent and time', () => {
    const log = asLog(rude(), rude('c2'), [
      words(30, '1001', '我要投诉'),
      fact(31, 'agent.state', { state: 'busy' }, { agentId: '1001' }),
    ])
    const whole = foldLog(asLog(rude(), [words(30, '1001', '我要投诉')]), book)
      .get('f')
      ?.calls.get('c1')?.call
    const own = log.filter(({ event }) => event.callId === 'c1' || event.callId === undefined)
    const one = fromLog(own)
    expect(one?.utterances).toEqual(whole?.utterances)
    expect(one?.segments).toEqual(whole?.segments)
    expect(one?.scenario).toBe('complaint')
    if (!one || !whole) throw new Error('there is no call')
    expect(judge(one, lawOf(book, one), Number.POSITIVE_INFINITY)).toEqual(
      judge(whole, lawOf(book, whole), Number.POSITIVE_INFINITY),
    )
  })

  test('[BACK-1] leaves out what another call’s words would be by now', () => {
    const astray = asLog(rude(), [words(300, '1001', '另一通电话')])
    expect(fromLog(astray)?.utterances.map(({ text }) => text)).not.toContain('另一通电话')
  })

  test('[BACK-1] has the scenario of the settings it is pinned to', () => {
    const pin = { playbook: 1, rules: 1, settings: 2 }
    const log = asLog(rude().at(1, 'call.pinned', pin, { source: 'server', epoch: 'server' }))
    const later = new Map([...book.settings, [2, { version: 2, zone: 'UTC', scenarioMap: [] }]])
    expect(
      foldOneCall(log, { callId: 'c1', order: 'time', book: { ...book, settings: later } })?.scenario,
    ).toBeUndefined()
    expect(fromLog(log)?.scenario).toBe('complaint')
  })

  test('[BACK-1] no entry of the owner makes no call', () => {
    expect(fromLog([words(30, '1001', '我要投诉')])).toBeUndefined()
  })
})
