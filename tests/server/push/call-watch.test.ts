import { afterEach, describe, expect, it } from 'vitest'
import type { AuditNote } from '#server/domain/audit-note.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import type { CallFrame } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createMemoryTransport, type MemoryPeer } from '#server/push/memory-transport.ts'
import { callSegment, callView } from '#tests/support/call-view.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { createPushBench } from '#tests/support/push-bench.ts'
import {
  agentRow,
  createScriptedDirectory,
  createScriptedFloor,
  createScriptedFloors,
} from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const people = {
  boss: viewerOf('manager', 'all'),
  north: viewerOf('supervisor', ['north']),
  south: viewerOf('supervisor', ['south']),
  west: viewerOf('supervisor', ['west']),
}
const directory = createScriptedDirectory({
  '1001': { agentNo: '1001', teamIds: ['north'] },
  '2001': { agentNo: '2001', teamIds: ['south'] },
})
const AT = Date.UTC(2026, 0, 5, 1)

const peopleListeners = new Set<() => void>()
const changePeople = () => {
  for (const listen of peopleListeners) listen()
}

const start = (
  recorded: Record<string, CallView> = {},
  load?: () => Promise<CallView>,
  audit?: (note: AuditNote) => Promise<void>,
) => {
  const clock = createManualClock()
  const transport = createMemoryTransport()
  const floor = createScriptedFloor('pbx')
  const loads: string[] = []
  const bench = createPushBench({
    floors: createScriptedFloors(floor),
    transport,
    clock,
    people,
    directory: {
      ...directory,
      onChange(listen) {
        peopleListeners.add(listen)
        return () => void peopleListeners.delete(listen)
      },
    },
    limits: { watchedCalls: 3 },
    audit,
    loadCallView: async (_feedId, callId) => {
      loads.push(callId)
      return load ? load() : (recorded[callId] ?? null)
    },
  })
  const open = (who: keyof typeof people) => transport.connect({ 'x-who': who })
  const watch = async (peer: MemoryPeer, callId: string) =>
    (await peer.request('call:watch', { feed: 'pbx', callId })) as { ok: boolean; code?: string; frame: CallFrame }
  return { clock, transport, floor, loads, ...bench, open, watch }
}
let bench: ReturnType<typeof start>
afterEach(() => bench.push.close())

const framesOf = (peer: MemoryPeer) =>
  peer.messages.filter(({ name }) => name === 'call').map(({ body }) => body as CallFrame)
const setCall = (more: Partial<CallView> = {}, teamIds = ['north']) =>
  bench.floor.setCall({ subject: { teamIds }, view: callView('c1', more) })

describe('the page of one call', () => {
  it('answers with the view and sends it again when the call changes', async () => {
    bench = start()
    setCall({ level: 1 })
    const peer = await bench.open('north')
    expect((await bench.watch(peer, 'c1')).frame).toMatchObject({ feed: 'pbx', callId: 'c1', view: { level: 1 } })
    setCall({ level: 2 })
    await Promise.resolve()
    expect(framesOf(peer).map((frame) => frame.view.level)).toEqual([2])
  })

  it('makes the view once per audience and change, and not more often than every 250 ms', async () => {
    bench = start()
    setCall()
    const pages = await Promise.all([bench.open('north'), bench.open('north'), bench.open('north'), bench.open('boss')])
    for (const page of pages) await bench.watch(page, 'c1')
    expect(bench.push.stats()).toMatchObject({ callEncodes: 2, watchedCalls: 2 })
    for (let i = 0; i < 25; i++) {
      setCall({ level: i % 4 })
      bench.clock.advance(10)
      await Promise.resolve()
    }
    bench.clock.advance(250)
    await Promise.resolve()
    expect(bench.push.stats().callEncodes - 2).toBe(2 * 2)
    for (const page of pages) expect(framesOf(page).map((frame) => frame.view.level)).toEqual([0, 24 % 4])
  })

  it('does not exist for those who may not see it', async () => {
    bench = start()
    setCall()
    const peer = await bench.open('west')
    expect(await bench.watch(peer, 'c1')).toMatchObject({ ok: false, code: 'not_found' })
    setCall({ level: 3 })
    bench.clock.advance(1000)
    expect(peer.messages).toEqual([])
    expect(bench.push.stats().watchedCalls).toBe(0)
  })

  it('comes from the record when the floor no longer holds the call', async () => {
    bench = start({ old: callView('old', { live: false, peakLevel: 3 }) })
    const peer = await bench.open('north')
    expect((await bench.watch(peer, 'old')).frame.view).toMatchObject({ live: false, peakLevel: 3 })
    expect(await bench.watch(peer, 'never')).toMatchObject({ ok: false, code: 'not_found' })
    expect(bench.loads).toEqual(['old', 'never'])
  })

  it('[ORG-2] is looked at again when people change, also of a call the floor no longer holds', async () => {
    const recorded: Record<string, CallView> = { old: callView('old', { live: false }) }
    bench = start(recorded)
    const peer = await bench.open('north')
    await bench.watch(peer, 'old')
    recorded.old = callView('old', { live: false, peakLevel: 3 })
    changePeople()
    await waitFor(() => framesOf(peer).length > 0)
    expect(framesOf(peer).map((frame) => frame.view.peakLevel)).toEqual([3])
    delete recorded.old
    bench.clock.advance(1000)
    changePeople()
    await waitFor(() => peer.messages.some(({ name }) => name === 'call:gone'))
    await bench.push.close()
    expect(peopleListeners.size).toBe(0)
  })

  it('is no longer made once nobody watches', async () => {
    bench = start()
    setCall()
    const [one, two] = [await bench.open('north'), await bench.open('north')]
    await bench.watch(one, 'c1')
    await bench.watch(two, 'c1')
    await one.request('call:unwatch', { feed: 'pbx', callId: 'c1' })
    two.leave()
    const before = bench.push.stats().callEncodes
    setCall({ level: 2 })
    bench.clock.advance(1000)
    expect(bench.push.stats()).toMatchObject({ callEncodes: before, watchedCalls: 0 })
  })

  it('ends for those whose call was moved out of their scope, and nothing else of theirs does', async () => {
    bench = start()
    setCall({}, ['north'])
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: callView('c2') })
    const [peer, boss] = [await bench.open('north'), await bench.open('boss')]
    await peer.request('live:hello', { v: PROTOCOL_VERSION })
    for (const callId of ['c1', 'c2']) await bench.watch(peer, callId)
    await bench.watch(boss, 'c1')
    setCall({ facts: [{ name: 'canary', at: 0 }] }, ['south'])
    await Promise.resolve()
    const gone = { feed: 'pbx', callId: 'c1', code: 'forbidden' }
    expect(peer.messages.filter(({ name }) => name === 'call:gone').map(({ body }) => body)).toEqual([gone])
    expect(peer.cutWith).toBeNull()

    setCall({ facts: [{ name: 'canary', at: 1 }] }, ['north'])
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: callView('c2', { level: 3 }) })
    bench.floor.setAgent(agentRow('1001', { state: 'busy' }), ['north'])
    bench.clock.advance(1000)
    await Promise.resolve()
    expect(JSON.stringify(peer.messages)).not.toContain('canary')
    expect(framesOf(peer).map((frame) => [frame.callId, frame.view.level])).toEqual([['c2', 3]])
    expect(JSON.stringify(peer.messages.filter(({ name }) => name === 'frame'))).toContain('"id":"1001"')
    expect(framesOf(boss).length).toBeGreaterThan(0)
    expect(boss.messages.map(({ name }) => name)).not.toContain('call:gone')
    expect(bench.push.stats()).toMatchObject({ watchedCalls: 2, callsGone: 1, cuts: {} })
    expect((await bench.watch(peer, 'c1')).ok).toBe(true)
  })

  it('ends as not found when the call left memory and is on no record', async () => {
    bench = start()
    setCall()
    const peer = await bench.open('north')
    await bench.watch(peer, 'c1')
    bench.floor.evictCall('c1')
    await waitFor(() => peer.messages.length > 0)
    expect(peer.messages).toEqual([{ name: 'call:gone', body: { feed: 'pbx', callId: 'c1', code: 'not_found' } }])
    expect(bench.push.stats().watchedCalls).toBe(0)
  })

  it('is not answered with what was read before the call was taken away', async () => {
    let answer: (view: CallView) => void = () => {}
    bench = start({}, () => new Promise((resolve) => (answer = resolve)))
    const peer = await bench.open('north')
    const asked = bench.watch(peer, 'c1')
    await waitFor(() => bench.loads.length > 0)
    setCall({}, ['south'])
    await waitFor(() => peer.messages.length > 0)
    answer(callView('c1', { facts: [{ name: 'canary', at: 0 }] }))
    expect(await asked).toMatchObject({ ok: false, code: 'not_found' })
  })

  it('says when the feed goes stale although the call did not change', async () => {
    bench = start()
    setCall()
    const peer = await bench.open('north')
    await bench.watch(peer, 'c1')
    bench.floor.setFeed({ lastAt: 1 })
    await Promise.resolve()
    bench.clock.advance(1000)
    const before = framesOf(peer).length
    bench.floor.setFeed({ lastAt: 2 })
    expect(framesOf(peer)).toHaveLength(before)
    setCall({ feedHealth: 'stale' })
    bench.floor.setFeed({ health: 'stale' })
    bench.clock.advance(250)
    await Promise.resolve()
    expect(framesOf(peer).at(-1)?.view.feedHealth).toBe('stale')
  })

  it('lets one page open only so many calls', async () => {
    bench = start({ a: callView('a'), b: callView('b'), c: callView('c'), d: callView('d') })
    const peer = await bench.open('boss')
    for (const id of ['a', 'b', 'c']) expect((await bench.watch(peer, id)).ok).toBe(true)
    expect(await bench.watch(peer, 'd')).toMatchObject({ ok: false, code: 'rate_limited' })
  })
})

describe('who reads what was said', () => {
  const said = (utteranceId: string, at: number, text: string) => ({
    utteranceId,
    at: AT + at,
    role: 'customer' as const,
    text,
    isFinal: true,
  })
  const evidence = (text: string) => ({ eventId: 'e', at: AT, kind: 'utterance' as const, text })
  const alertOn = (segmentId: string, text: string) => ({
    key: `k-${segmentId}`,
    rule: 'complaint_level' as const,
    severity: 'major' as const,
    condition: 'holding' as const,
    handling: 'open' as const,
    dueAt: AT,
    evidence: text,
    evidenceList: [evidence(text)],
    segmentId,
  })
  const transferred: Partial<CallView> = {
    segments: [
      callSegment('1001', { answeredAt: AT, endedAt: AT + 60_000 }),
      callSegment('2001', { answeredAt: AT + 61_000 }),
    ],
    alerts: [alertOn('seg-1001', 'canary-north'), alertOn('seg-2001', 'canary-south')],
    transcript: [said('u1', 10_000, 'canary-north'), said('u2', 70_000, 'canary-south')],
  }
  const viewFor = async (who: keyof typeof people, more: Partial<CallView>) => {
    bench = start()
    setCall(more, ['north', 'south', 'west'])
    return (await bench.watch(await bench.open(who), 'c1')).frame.view
  }

  it('gives each team of a transferred call the words of its own segment only', async () => {
    const north = await viewFor('north', transferred)
    expect(north.transcript?.map((utterance) => utterance.utteranceId)).toEqual(['u1'])
    expect(JSON.stringify(north)).not.toContain('canary-south')
    expect(north.alerts).toHaveLength(2)
    const south = await viewFor('south', transferred)
    expect(south.transcript?.map((utterance) => utterance.utteranceId)).toEqual(['u2'])
    expect(JSON.stringify(south)).not.toContain('canary-north')
  })

  it('gives all of it to those who may see everything', async () => {
    expect((await viewFor('boss', transferred)).transcript).toHaveLength(2)
  })

  it('says with null that there are words this viewer may not read', async () => {
    expect((await viewFor('west', transferred)).transcript).toBeNull()
  })

  it('gives a team that was only consulted no words at all', async () => {
    const consulted = {
      ...transferred,
      segments: [
        callSegment('1001', { answeredAt: AT }),
        callSegment('2001', { answeredAt: AT, role: 'consult' as const }),
      ],
    }
    const south = await viewFor('south', consulted)
    expect(south.transcript).toBeNull()
    expect(JSON.stringify(south)).not.toContain('canary')
  })
})

describe('the opening of what was said', () => {
  const said = (text: string) => ({
    segments: [callSegment('1001', { answeredAt: AT })],
    transcript: [{ utteranceId: 'u1', at: AT + 1, role: 'customer' as const, text, isFinal: true }],
  })
  /** An audit that answers when the test says so. */
  const heldAudit = () => {
    const notes: AuditNote[] = []
    const answers: { resolve: () => void; reject: (error: Error) => void }[] = []
    const audit = (note: AuditNote) => {
      notes.push(note)
      return new Promise<void>((resolve, reject) => answers.push({ resolve, reject }))
    }
    return { notes, answers, audit }
  }
  const swift = () => {
    const notes: AuditNote[] = []
    return { notes, audit: async (note: AuditNote) => void notes.push(note) }
  }

  it('[AUDIT-8] lets no word out before the audit has its row', async () => {
    const { notes, answers, audit } = heldAudit()
    bench = start({}, undefined, audit)
    setCall(said('canary'))
    const peer = await bench.open('north')
    const asked = bench.watch(peer, 'c1')
    await waitFor(() => answers.length > 0)
    setCall({ ...said('canary'), level: 2 })
    bench.clock.advance(1000)
    await waitFor(() => framesOf(peer).length > 0)
    expect(JSON.stringify(peer.messages)).not.toContain('canary')
    answers[0]?.resolve()
    expect((await asked).frame.view.transcript?.map(({ text }) => text)).toEqual(['canary'])
    expect(notes).toEqual([
      {
        at: expect.any(Number),
        actor: { kind: 'user', id: people.north.id },
        action: 'transcript.open',
        subject: 'call:pbx/c1',
        detail: {},
        address: undefined,
      },
    ])
  })

  it('[AUDIT-8] opens the page without words, and says so, when the audit cannot be written', async () => {
    const { answers, audit } = heldAudit()
    bench = start({}, undefined, audit)
    setCall(said('canary'))
    const peer = await bench.open('north')
    const asked = bench.watch(peer, 'c1')
    await waitFor(() => answers.length > 0)
    answers[0]?.reject(new Error('the database is away'))
    const { view } = (await asked).frame
    expect(view).toMatchObject({ transcript: null, transcriptWithheld: true, callId: 'c1' })
    setCall({ ...said('canary'), level: 3 })
    await waitFor(() => framesOf(peer).at(-1)?.view.level === 3)
    expect(JSON.stringify([view, peer.messages])).not.toContain('canary')
    expect(answers).toHaveLength(1)

    bench.clock.advance(5000)
    setCall({ ...said('canary'), level: 4 })
    await waitFor(() => answers.length > 1)
    answers[1]?.resolve()
    await waitFor(() => framesOf(peer).at(-1)?.view.transcript?.length === 1)
  })

  it('[AUDIT-8] does not wait for an audit that does not answer', async () => {
    const { answers, audit } = heldAudit()
    bench = start({}, undefined, audit)
    setCall(said('canary'))
    const asked = bench.watch(await bench.open('north'), 'c1')
    await waitFor(() => answers.length > 0)
    bench.clock.advance(3000)
    expect((await asked).frame.view.transcriptWithheld).toBe(true)
  })

  it('[AUDIT-8] is one row a viewer and opening, with one encoding for all of them', async () => {
    const { notes, audit } = swift()
    bench = start({}, undefined, audit)
    setCall(said('canary'))
    const [one, two, boss] = [await bench.open('north'), await bench.open('north'), await bench.open('boss')]
    for (const peer of [one, two, boss, one]) await bench.watch(peer, 'c1')
    for (const level of [1, 2, 3]) {
      setCall({ ...said('canary'), level })
      bench.clock.advance(1000)
      await waitFor(() => framesOf(two).at(-1)?.view.level === level)
    }
    expect(notes.map(({ actor }) => actor.id)).toEqual([people.north.id, people.boss.id])
    expect(bench.push.stats().callEncodes).toBe(2 * 4)
    for (const peer of [one, two]) expect(framesOf(peer).every(({ view }) => view.transcript?.length === 1)).toBe(true)

    one.leave()
    two.leave()
    await bench.watch(await bench.open('north'), 'c1')
    expect(notes).toHaveLength(2)
    const again = await bench.open('north')
    await bench.watch(again, 'c1')
    bench.clock.advance(120_000)
    expect(notes).toHaveLength(2)
  })

  it('[AUDIT-8] is another row once it was closed and is opened again', async () => {
    const { notes, audit } = swift()
    bench = start({}, undefined, audit)
    setCall(said('canary'))
    const peer = await bench.open('north')
    await bench.watch(peer, 'c1')
    await peer.request('call:unwatch', { feed: 'pbx', callId: 'c1' })
    await bench.watch(peer, 'c1')
    peer.leave()
    bench.clock.advance(60_001)
    await bench.watch(await bench.open('north'), 'c1')
    expect(notes).toHaveLength(3)
  })

  it('[AUDIT-8] is audited when the first words fall while somebody watches, and not for those who may not read', async () => {
    const { notes, audit } = swift()
    bench = start({}, undefined, audit)
    setCall({}, ['north', 'south'])
    const [north, south] = [await bench.open('north'), await bench.open('south')]
    for (const peer of [north, south]) await bench.watch(peer, 'c1')
    expect(notes).toEqual([])
    setCall(said('canary'), ['north', 'south'])
    await waitFor(() => framesOf(north).at(-1)?.view.transcript?.length === 1)
    expect(notes.map(({ actor }) => actor.id)).toEqual([people.north.id])
    expect(JSON.stringify(south.messages)).not.toContain('canary')
  })

  it('[AUDIT-8] is audited for a call from the record too', async () => {
    const { notes, audit } = swift()
    bench = start({ old: callView('old', { ...said('canary'), live: false }) }, undefined, audit)
    const peer = await bench.open('boss')
    expect((await bench.watch(peer, 'old')).frame.view.transcript).toHaveLength(1)
    expect(notes).toMatchObject([{ subject: 'call:pbx/old' }])
  })
})
