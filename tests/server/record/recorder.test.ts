import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRecordedCall } from '#db/queries/call-view.ts'
import { loadCheckpoint } from '#db/queries/load-checkpoint.ts'
import { loadQueueTeams } from '#db/queries/load-queue-teams.ts'
import { readProjection } from '#db/queries/read-projection.ts'
import { assignQueue } from '#db/writes/assign-queue.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { noteAgentQueues } from '#db/writes/note-agent-queues.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { releaseQueues } from '#db/writes/release-queues.ts'
import { addAgents } from '#db/writes/upsert-agents.ts'
import type { Call } from '#server/domain/call/call.ts'
import { emptyCall, emptySegment } from '#server/domain/call/empty-call.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { createCallViewLoader } from '#server/record/call-view-loader.ts'
import { createRecordStore } from '#server/record/record-store.ts'
import { createRecorder, type RecorderParts } from '#server/record/recorder.ts'
import { callSegment, callView } from '#tests/support/call-view.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { createScriptedDirectory, createScriptedFloor, createScriptedFloors } from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const AT = Date.UTC(2026, 0, 5, 1)
let db: TestDatabase
beforeEach(async () => {
  db = await createTestDatabase()
})
afterEach(() => db.drop())

const start = (more: Partial<RecorderParts> = {}) => {
  const clock = createManualClock(AT)
  const floor = createScriptedFloor('pbx')
  const refolded: string[] = []
  const recorder = createRecorder({
    floor,
    foldVersion: 1,
    store: createRecordStore(db.database.sql),
    refold: async (callId) => void refolded.push(callId),
    keepDays: () => ({ transcript: 90, complaint_transcript: 180 }),
    clock,
    logger: { warn: () => {}, error: () => {} },
    ...more,
  })
  const put = (callId: string, given: { call?: Partial<Call>; view?: Partial<CallView> } = {}) =>
    floor.setCall({
      subject: { teamIds: [] },
      view: callView(callId, given.view),
      call: { ...emptyCall('pbx', callId, AT), ...given.call },
      contributions: [],
    })
  return { clock, floor, recorder, refolded, put }
}
const recordedIds = async () => (await readProjection(db.database.sql, 'pbx')).calls.map((row) => row.callId)

describe('the recorder', () => {
  it('takes away rows a call no longer has', async () => {
    const { recorder, put } = start()
    put('c1', { call: { segments: [emptySegment('s1', '1001'), emptySegment('s2', '1002')] } })
    put('c2', { call: { segments: [emptySegment('s1', '1001')] } })
    await recorder.flush()
    put('c1', { call: { segments: [emptySegment('s2', '1002')] } })
    await recorder.flush()
    const { segments } = await readProjection(db.database.sql, 'pbx')
    expect(segments.map((row) => `${row.callId} ${row.segmentId}`)).toEqual(['c1 s2', 'c2 s1'])
  })

  it('leaves out a call the database can never take, and records its neighbours', async () => {
    const { recorder, put } = start()
    for (const id of ['c1', 'c2', 'c4', 'c5']) put(id)
    put('c3', { call: { dialled: 'a\u0000b' } })
    await recorder.flush()
    expect(await recordedIds()).toEqual(['c1', 'c2', 'c4', 'c5'])
    expect(recorder.stats()).toMatchObject({ unrecordable: 1, dirty: 0, failures: 0 })
  })

  it('does not read a call again only because it left the floor', async () => {
    const { recorder, floor, refolded, put } = start()
    put('c1')
    await recorder.flush()
    floor.evictCall('c1')
    await recorder.flush()
    expect(refolded).toEqual([])
    expect(await recordedIds()).toEqual(['c1'])
  })

  it('folds a call from the log that left the floor before it was written', async () => {
    const { recorder, floor, refolded, put } = start()
    put('c1')
    floor.evictCall('c1')
    await recorder.flush()
    expect(refolded).toEqual(['c1'])
  })

  it('writes by itself once changes have rested a little', async () => {
    const { clock, recorder, put } = start({ limits: { everyMs: 1000 } })
    put('c1')
    clock.advance(1000)
    await recorder.flush()
    expect(recorder.stats().batches).toBe(1)
    expect(await recordedIds()).toEqual(['c1'])
  })

  it('waits longer after each failure and comes back to its pace', async () => {
    const tries: number[] = []
    const real = createRecordStore(db.database.sql)
    const { clock, recorder, put } = start({
      store: {
        ...real,
        async save(batch) {
          tries.push(clock.now() - AT)
          if (tries.length < 5) throw new Error('away')
          await real.save(batch)
        },
      },
    })
    put('c1')
    while (recorder.stats().batches === 0) {
      clock.advance(100)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const waits = tries.slice(1).map((at, i) => at - (tries[i] ?? 0))
    expect(waits).toHaveLength(4)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits.at(-1)).toBeGreaterThanOrEqual(4000)
    expect(await recordedIds()).toEqual(['c1'])
  })

  it('keeps the checkpoint of the position it recorded', async () => {
    const state = Buffer.from(JSON.stringify({ agents: ['张'] }))
    const { floor, recorder, put } = start({
      checkpoint: () => ({ position: floor.position(), foldVersion: 1, state }),
      limits: { checkpointMs: 0 },
    })
    put('c1')
    await recorder.close()
    const saved = await loadCheckpoint(db.database.sql, 'pbx', 1)
    expect(saved).toMatchObject({ position: floor.position(), foldVersion: 1 })
    expect(Buffer.from(saved?.state ?? []).equals(state)).toBe(true)
    expect(await loadCheckpoint(db.database.sql, 'pbx', 2)).toBeUndefined()
  })
})

describe('stays in a state', () => {
  const stays = () => db.database.sql`
    select agent_id agent, state, extract(epoch from from_at) * 1000 - ${AT} as from,
      extract(epoch from to_at) * 1000 - ${AT} as to
    from agent_state order by 1, from_at`
  const span = (agentId: string, state: 'ready' | 'busy', from: number, to?: number) => ({
    agentId,
    state,
    sub: 'none' as const,
    from: AT + from,
    to: to === undefined ? undefined : AT + to,
    derived: false,
  })
  const numbers = (rows: Iterable<Record<string, unknown>>) =>
    [...rows].map(({ agent, state, from, to }) => [agent, state, Number(from), to === null ? null : Number(to)])

  it('are closed when the next one begins, also across a restart', async () => {
    const first = start()
    first.floor.addSpan(span('1001', 'ready', 0))
    await first.recorder.flush()
    first.floor.addSpan(span('1001', 'ready', 0, 5000))
    first.floor.addSpan(span('1001', 'busy', 5000))
    await first.recorder.close()
    const second = start()
    second.floor.addSpan(span('1001', 'ready', 9000))
    await second.recorder.flush()
    expect(numbers(await stays())).toEqual([
      ['1001', 'ready', 0, 5000],
      ['1001', 'busy', 5000, 9000],
      ['1001', 'ready', 9000, null],
    ])
  })

  it('take the place of those they cover and leave other agents alone', async () => {
    const { floor, recorder } = start()
    floor.addSpan(span('1001', 'busy', 0, 2000))
    floor.addSpan(span('1001', 'ready', 2000, 3000))
    floor.addSpan(span('1002', 'ready', 2500, 2600))
    await recorder.flush()
    floor.addSpan(span('1001', 'busy', 0, 6000))
    await recorder.flush()
    expect(numbers(await stays())).toEqual([
      ['1001', 'busy', 0, 6000],
      ['1002', 'ready', 2500, 2600],
    ])
  })
})

describe('the page of a recorded call', () => {
  const segments = [
    callSegment('1001', { answeredAt: AT, endedAt: AT + 60_000, name: 'as it was', team: 'as it was' }),
    callSegment('2001', { answeredAt: AT + 61_000, endedAt: AT + 90_000 }),
  ]
  const utterance = (utteranceId: string, at: number, text: string) => ({
    utteranceId,
    revision: 1,
    isFinal: true,
    role: 'customer' as const,
    text,
    at: AT + at,
  })
  const utterances = [utterance('u2', 70_000, '还没有解决'), utterance('u1', 10_000, '我要投诉')]
  const directory = createScriptedDirectory(
    {
      '1001': { agentNo: 'A1001', name: '员工甲', teamIds: ['north'] },
      '2001': { agentNo: 'A2001', teamIds: ['south'] },
    },
    { north: '北区', south: '南区' },
  )
  const record = async (view: Partial<CallView> = {}) => {
    const { recorder, put } = start()
    put('c1', { call: { utterances }, view: { segments, state: 'cleared', transcript: [], ...view } })
    await recorder.close()
    return createCallViewLoader({
      load: (feedId, callId) => loadRecordedCall(db.database.sql, feedId, callId),
      queueTeams: (feedId, waits) => loadQueueTeams(db.database.sql, feedId, waits),
      directory,
      floors: createScriptedFloors(),
    })
  }

  it('is the page the floor had, no longer live, with what was said in order', async () => {
    const loader = await record({ peakLevel: 3, facts: [{ name: 'ticket.created', value: 7, at: AT }] })
    const view = await loader.loadCallView('pbx', 'c1', viewerOf('manager', 'all'))
    expect(view).toMatchObject({ live: false, feedHealth: 'never', peakLevel: 3, state: 'cleared' })
    expect(view?.facts).toEqual([{ name: 'ticket.created', value: 7, at: AT }])
    expect(view?.transcript?.map(({ at, text }) => [at - AT, text])).toEqual([
      [10_000, '我要投诉'],
      [70_000, '还没有解决'],
    ])
  })

  it('[KEEP-6] gets the words of its evidence back from the transcript, the one place where they are kept', async () => {
    const evidenceList = [{ eventId: 'e1', at: AT + 10_000, kind: 'utterance' as const, text: '我要投诉' }]
    const alert = {
      key: 'k',
      rule: 'complaint_level' as const,
      severity: 'major' as const,
      condition: 'over' as const,
      handling: 'open' as const,
      dueAt: AT + 10_000,
      evidence: '我要投诉',
      evidenceList,
    }
    const loader = await record({ alerts: [alert] })
    const kept = await db.owner.sql`
      select view::text || (select json_agg(a.evidence)::text from call_alert a) as text from call`
    expect(kept[0]?.text).not.toContain('投诉')
    const view = await loader.loadCallView('pbx', 'c1', viewerOf('manager', 'all'))
    expect(view?.alerts[0]).toMatchObject({ evidence: '我要投诉', evidenceList })
    await db.owner.sql`truncate transcript_segment`
    const later = await loader.loadCallView('pbx', 'c1', viewerOf('manager', 'all'))
    expect(JSON.stringify(later)).not.toContain('投诉')
    expect(later?.alerts[0]?.evidenceList[0]).toMatchObject({ eventId: 'e1', at: AT + 10_000 })
  })

  it('names agents as the directory knows them now for then', async () => {
    const loader = await record()
    const view = await loader.loadCallView('pbx', 'c1', viewerOf('manager', 'all'))
    expect(view?.segments.map(({ agentNo, name, team }) => [agentNo, name, team])).toEqual([
      ['A1001', '员工甲', '北区'],
      ['A2001', undefined, '南区'],
    ])
  })

  it('belongs to the teams that had an agent in it, each reading its own part', async () => {
    const loader = await record()
    const read = (team: string) => loader.loadCallView('pbx', 'c1', viewerOf('supervisor', [team]))
    expect((await read('north'))?.transcript?.map((said) => said.utteranceId)).toEqual(['u1'])
    expect((await read('south'))?.transcript?.map((said) => said.utteranceId)).toEqual(['u2'])
    expect(await read('west')).toBeNull()
    expect(await loader.find('pbx', 'c1')).toMatchObject({ subject: { teamIds: ['north', 'south'] } })
  })

  it('[SCOPE-5] belongs, where nobody answered it, to the teams its queue had then', async () => {
    const { sql } = db.database
    for (const id of ['q-then', 'q-later', 'q-seen']) await insertTeam(sql, { id, name: id, createdAt: AT })
    const queue = { feedId: 'pbx', queueId: 'billing' }
    await assignQueue(sql, { ...queue, teamId: 'q-then', from: AT })
    await releaseQueues(sql, { teamId: 'q-then', kept: [], at: AT + 60_000 })
    await assignQueue(sql, { ...queue, teamId: 'q-later', from: AT + 60_000 })
    await addAgents(sql, { feedId: 'pbx', agentIds: ['3001'], firstSeenAt: AT })
    await placeAgents(sql, { feedId: 'pbx', agentIds: ['3001'], teamId: 'q-seen', from: AT })
    await noteAgentQueues(sql, [{ ...queue, agentId: '3001', at: AT, isOn: true }])
    const visit = { queueId: 'billing', from: AT + 1000, to: AT + 30_000 }
    const alone = await record({ segments: [], queueVisits: [{ ...visit, outcome: 'abandoned' }] })
    expect((await alone.find('pbx', 'c1'))?.subject.teamIds).toEqual(['q-seen', 'q-then'])
    expect(await alone.loadCallView('pbx', 'c1', viewerOf('supervisor', ['q-then']))).toMatchObject({
      transcript: null,
    })
    expect(await alone.loadCallView('pbx', 'c1', viewerOf('supervisor', ['q-later']))).toBeNull()
    const answered = await record({ queueVisits: [{ ...visit, outcome: 'answered' }] })
    expect((await answered.find('pbx', 'c1'))?.subject.teamIds).toEqual(['north', 'south'])
  })

  it('is not there for a call nobody recorded', async () => {
    const loader = await record()
    expect(await loader.loadCallView('pbx', 'c9', viewerOf('manager', 'all'))).toBeNull()
    expect(await loader.find('other', 'c1')).toBeNull()
  })
})
