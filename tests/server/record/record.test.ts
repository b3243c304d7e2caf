import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRecordPosition } from '#db/queries/load-record-position.ts'
import { readProjection } from '#db/queries/read-projection.ts'
import type { Entry } from '#server/domain/entry.ts'
import { FOLD_VERSION } from '#server/floor/checkpoint.ts'
import { createRecordStore } from '#server/record/record-store.ts'
import { promisedTicket, ticketKey } from '#tests/support/call-back-story.ts'
import { entryAt, T0 } from '#tests/support/entries.ts'
import { planShift, shiftEnd } from '#tests/support/shift.ts'
import { createRecordBench, FEED } from './record-bench.ts'

const CALLS = 60
let bench: Awaited<ReturnType<typeof createRecordBench>>
beforeEach(async () => {
  bench = await createRecordBench()
})
afterEach(() => bench.db.drop())

const shift = planShift(CALLS)
const half = shift.slice(0, shift.length / 2)
const rest = shift.slice(shift.length / 2)

/** Some verdicts of the shift are disputed, some of these decided; once when their call has left the floor. */
const dispute = async (feed: (entries: readonly Entry[]) => Promise<void>) => {
  const rows = (await readProjection(bench.sql, FEED)).alerts.filter(({ condition }) => condition !== 'refuted')
  const told = rows.flatMap(({ callId, key = '', dueAt = '' }, i) => {
    const head = { callId, source: 'person', epoch: 'person' } as const
    const who = { key, by: `组长${i}`, byId: `u${i}`, reason: '录音里说过' }
    const second = (bench.clock.now() - T0) / 1000
    const entries: Entry[] = [entryAt(second, 'verdict.disputed', { ...who, dueAt }, { ...head, eventId: `d${i}` })]
    const outcome = i % 3 === 1 ? ('overturned' as const) : ('upheld' as const)
    if (i % 3 > 0)
      entries.push(entryAt(second, 'dispute.decided', { ...who, outcome, by: '经理' }, { ...head, eventId: `r${i}` }))
    return entries
  })
  await feed(told)
}

describe('the record', () => {
  it('holds what the offline fold of the log gives', async () => {
    const { feed, recorder, passTime } = await bench.boot()
    await feed(shift)
    await passTime(5000)
    await recorder.flush()
    const offline = await bench.foldOffline()
    expect(offline.calls).toHaveLength(CALLS)
    expect(offline.alerts.length).toBeGreaterThan(5)
    expect(await readProjection(bench.sql, FEED)).toEqual(offline)
    expect(await loadRecordPosition(bench.sql, FEED, FOLD_VERSION)).toBe(recorder.stats().position)
  })

  it('is the same after the server was killed between a commit and the writing', async () => {
    const first = await bench.boot()
    await first.feed(half)
    await first.recorder.flush()
    await first.feed(rest.slice(0, 60))
    first.kill()
    await bench.commitOnly(rest.slice(60, 80))

    const second = await bench.boot()
    await second.feed(rest.slice(80))
    await second.passTime(5000)
    await second.recorder.flush()
    expect(await readProjection(bench.sql, FEED)).toEqual(await bench.foldOffline())
  })

  it('[DISP-5] holds every dispute as the fold gives it, and again when all of it is lost', async () => {
    const first = await bench.boot()
    await first.feed(shift)
    await first.passTime(5000)
    await first.recorder.flush()
    await dispute(first.feed)
    await first.passTime(5000)
    await first.recorder.flush()
    const before = await readProjection(bench.sql, FEED)
    const states = new Set(before.disputes.map(({ state }) => state))
    expect([...states].sort()).toEqual(['overturned', 'pending', 'upheld'])
    expect(before).toEqual(await bench.foldOffline())
    const alerts = await bench.sql<{ dispute: string }[]>`
      select distinct dispute from call_alert where dispute is not null order by 1`
    expect(alerts.map((row) => row.dispute)).toEqual(['overturned', 'pending', 'upheld'])
    await bench.db.owner.sql.unsafe('truncate call, call_alert, verdict_dispute, record_position, floor_checkpoint')
    first.kill()
    const second = await bench.boot()
    await second.recorder.flush()
    expect((await readProjection(bench.sql, FEED)).disputes).toEqual(before.disputes)
  })

  it('[DISP-5] takes a dispute of a call that left the floor', async () => {
    const { feed, passTime, recorder, floor } = await bench.boot()
    await feed(shift)
    await passTime(5000)
    await recorder.flush()
    for (const minutes of [20, 21, 22]) {
      const seconds = (shiftEnd(CALLS) - T0) / 1000 + minutes * 60
      await feed([entryAt(seconds, 'agent.state', { state: 'ready' }, { agentId: '1001' })])
      await passTime(60_000)
    }
    expect([...floor.callIds()].length).toBeLessThan(CALLS / 4)
    const alerts = (await readProjection(bench.sql, FEED)).alerts.length
    await dispute(feed)
    await floor.tidy()
    await recorder.flush()
    const after = await readProjection(bench.sql, FEED)
    expect(after.disputes).toHaveLength(alerts)
    expect(after.disputes.filter(({ state }) => state === 'moot')).toEqual([])
    expect(after).toEqual(await bench.foldOffline())
  })

  it('[DISP-5] keeps what it has of a call whose events are gone, whatever is said of it since', async () => {
    const { feed, passTime, recorder, floor } = await bench.boot()
    await feed(shift)
    await passTime(5000)
    await recorder.flush()
    const [alert] = (await readProjection(bench.sql, FEED)).alerts
    const { callId = '', key = '', dueAt = '' } = alert ?? {}
    for (const minutes of [20, 21, 22]) {
      const seconds = (shiftEnd(CALLS) - T0) / 1000 + minutes * 60
      await feed([entryAt(seconds, 'agent.state', { state: 'ready' }, { agentId: '1001' })])
      await passTime(60_000)
    }
    const before = await readProjection(bench.sql, FEED)
    await bench.db.owner.sql`delete from feed_event where call_id = ${callId}`
    const note = { key, dueAt, by: '组长', reason: '误判了' }
    await feed([entryAt(9000, 'verdict.disputed', note, { callId, source: 'person', epoch: 'person' })])
    await floor.tidy()
    await recorder.flush()
    expect(await readProjection(bench.sql, FEED)).toEqual(before)
  })

  it('[CALLBACK-4] holds every call back as the fold gives it, and again when all of it is lost', async () => {
    const first = await bench.boot()
    const ids = ['b1', 'b2', 'b3', 'b4']
    const asLog = (list: Entry[]) => list.toSorted((a, b) => a.at - b.at)
    // A companion's facts are told by the feed itself here: the bench has one token.
    const story = (id: string) =>
      promisedTicket(id)
        .hangsUp(80, 'agent')
        .entries()
        .map((entry) => ({ ...entry, epoch: `${entry.epoch}-${id}` }))
    await first.feed(asLog(ids.flatMap(story)))
    await first.passTime(600_000)
    await first.recorder.flush()
    const head = (callId: string) => ({ callId, source: 'person', epoch: 'person' }) as const
    const who = (id: string) => ({ key: ticketKey(id), by: '组长' })
    await first.feed([
      entryAt(900, 'callback.done', { ...who('b2'), note: '已回电' }, { ...head('b2'), eventId: 'd2' }),
      entryAt(900, 'callback.dropped', { ...who('b3'), note: '已解决' }, { ...head('b3'), eventId: 'd3' }),
      entryAt(
        50,
        'call.fact',
        { name: 'ticket.created' },
        { callId: 'b4', origin: 'crm', epoch: 'crm-b4', eventId: 'late' },
      ),
    ])
    await first.passTime(5000)
    await first.recorder.flush()
    const before = await readProjection(bench.sql, FEED)
    const tickets = before.callBacks.filter(({ key }) => key?.includes('RES_TICKET'))
    expect(tickets.map(({ callId, state, withdrawn }) => `${callId} ${state} ${withdrawn}`)).toEqual([
      'b1 open ',
      'b2 done ',
      'b3 dropped ',
      'b4 withdrawn gone',
    ])
    expect(before.callBacks).toEqual((await bench.foldOffline()).callBacks)
    await bench.db.owner.sql.unsafe('truncate call, call_back, record_position, floor_checkpoint')
    first.kill()
    const second = await bench.boot()
    await second.recorder.flush()
    expect((await readProjection(bench.sql, FEED)).callBacks).toEqual(before.callBacks)
  })

  it('catches up with calls that left the floor before they were written', async () => {
    const first = await bench.boot()
    await first.feed(half)
    first.kill()
    const second = await bench.boot()
    await second.feed(rest)
    for (const minutes of [20, 21, 22]) {
      const seconds = (shiftEnd(CALLS) - T0) / 1000 + minutes * 60
      await second.feed([entryAt(seconds, 'agent.state', { state: 'ready' }, { agentId: '1001' })])
      await second.passTime(60_000)
    }
    expect([...second.floor.callIds()].length).toBeLessThan(CALLS / 4)
    await second.recorder.flush()
    expect(await readProjection(bench.sql, FEED)).toEqual(await bench.foldOffline())
  })

  it('is written again from the whole log when it is lost', async () => {
    const first = await bench.boot()
    await first.feed(shift)
    await first.passTime(5000)
    await first.recorder.close()
    const before = await readProjection(bench.sql, FEED)
    await bench.db.owner.sql.unsafe(
      'truncate call, segment, segment_step, call_alert, verdict_dispute, call_interval, transcript_segment, record_position',
    )
    first.kill()
    const second = await bench.boot()
    await second.recorder.flush()
    expect(await readProjection(bench.sql, FEED)).toEqual(before)
  })

  it('takes late and doubled events as the fold does', async () => {
    const { feed, recorder, passTime } = await bench.boot()
    const late = shift.filter((_, i) => i % 11 === 3)
    await feed(shift.filter((entry) => !late.includes(entry)))
    await recorder.flush()
    bench.clock.advance(Math.max(0, shiftEnd(CALLS) - bench.clock.now()))
    await feed([...late, ...shift.slice(0, 50)])
    await passTime(5000)
    await recorder.flush()
    expect(await readProjection(bench.sql, FEED)).toEqual(await bench.foldOffline())
  })

  it('does not write a row again that did not change', async () => {
    const { feed, recorder, passTime } = await bench.boot()
    await feed(half)
    await passTime(5000)
    await recorder.flush()
    const versions = () => bench.sql`select call_id, segment_id, step, xmin::text from segment_step order by 1, 2, 3`
    const before = await versions()
    expect(before.length).toBeGreaterThan(50)
    await bench.sql`delete from record_position`
    const again = await bench.boot()
    await again.recorder.flush()
    expect(await versions()).toEqual(before)
  })

  it('sums to the same figures whether calls are written once or many times', async () => {
    const often = await bench.boot()
    for (let i = 0; i < shift.length; i += 25) {
      await often.feed(shift.slice(i, i + 25))
      await often.recorder.flush()
    }
    await often.passTime(5000)
    await often.recorder.flush()
    const sums = () => bench.sql`
      select interval_start, queue_id, agent_id, sum(offered) offered, sum(answered) answered, sum(abandoned) abandoned,
        sum(wait_ms) wait, sum(talk_ms) talk, sum(hold_ms) hold, sum(handled) handled,
        sum(steps_owed) owed, sum(steps_skipped) skipped, sum(judged) judged, sum(actions_missed) missed
      from call_interval group by 1, 2, 3 order by 1, 2, 3`
    const before = await sums()
    expect(before.length).toBeGreaterThan(10)
    expect(before.some(({ skipped, owed }) => Number(skipped) > 0 && Number(owed) > Number(skipped))).toBe(true)
    await bench.db.owner.sql`truncate call_interval`
    await bench.sql`delete from record_position`
    await (await bench.boot()).recorder.flush()
    expect(await sums()).toEqual(before)
  })
})

describe('a database that is away', () => {
  it('never holds up the floor; everything is written once it is back', async () => {
    const real = createRecordStore(bench.sql)
    const state = { isDown: true, tries: 0 }
    const { feed, recorder, passTime, floor } = await bench.boot({
      store: {
        ...real,
        async save(batch) {
          state.tries++
          if (state.isDown) throw new Error('connection refused')
          await real.save(batch)
        },
      },
    })
    await feed(shift)
    await recorder.flush()
    expect(floor.position()).toBeGreaterThan(shift.length)
    expect(recorder.stats()).toMatchObject({ position: 0, batches: 0 })
    expect(recorder.stats().dirty).toBeGreaterThan(0)
    expect((await readProjection(bench.sql, FEED)).calls).toEqual([])
    state.isDown = false
    await passTime(5000)
    await recorder.flush()
    expect(recorder.stats()).toMatchObject({ dirty: 0, failures: 0 })
    expect(await readProjection(bench.sql, FEED)).toEqual(await bench.foldOffline())
  })

  it('has at most one transaction in flight, and what changes meanwhile goes into the next', async () => {
    const real = createRecordStore(bench.sql)
    let inFlight = 0
    let most = 0
    const { feed, recorder, passTime } = await bench.boot({
      limits: { everyMs: 10, chunk: 7 },
      store: {
        ...real,
        async save(batch) {
          most = Math.max(most, ++inFlight)
          await real.save(batch)
          inFlight--
        },
      },
    })
    for (let i = 0; i < shift.length; i += 20) {
      const writing = recorder.flush()
      await feed(shift.slice(i, i + 20))
      bench.clock.advance(10)
      await writing
    }
    await passTime(5000)
    await recorder.flush()
    expect(most).toBe(1)
    expect(await readProjection(bench.sql, FEED)).toEqual(await bench.foldOffline())
  })

  it('forgets ids when too many wait and finds them again in the log', async () => {
    const { feed, recorder, passTime } = await bench.boot({ limits: { maxDirty: 10 } })
    await feed(shift)
    await passTime(5000)
    expect(recorder.stats().dirty).toBeLessThanOrEqual(10)
    await recorder.flush()
    expect(await readProjection(bench.sql, FEED)).toEqual(await bench.foldOffline())
  })
})
