import { describe, expect, test } from 'vitest'
import { createLiveStore } from '#app/_live/store.ts'
import type { Stream } from '#app/_live/stream.ts'
import { createFloorSampler, sampleEvery } from '#app/(desk)/floor/_model/sampler.ts'
import { createManualTime } from './local-time.ts'
import { makeRow } from './rows.ts'

const stream = (...agents: string[]): Stream => ({
  feed: 'f',
  run: 'r',
  offset: 0,
  heardAt: 0,
  agents: new Map(agents.map((id) => [id, makeRow(id)])),
  queues: new Map(),
})

describe('the sampler of the floor', () => {
  test('takes the first change at once and the following ones together', () => {
    const store = createLiveStore()
    const { time, advance } = createManualTime()
    const sampler = createFloorSampler(store, time.after)
    const seen: number[] = []
    sampler.subscribe(() => seen.push(sampler.get().entries.length))
    store.setState({ streams: { f: stream('1') } })
    store.setState({ streams: { f: stream('1', '2') } })
    store.setState({ streams: { f: stream('1', '2', '3') } })
    expect(seen).toEqual([1])
    advance(250)
    expect(seen).toEqual([1, 3])
    advance(5000)
    expect(seen).toEqual([1, 3])
  })

  test('keeps the entry of an agent that did not change', () => {
    const store = createLiveStore()
    const { time, advance } = createManualTime()
    const sampler = createFloorSampler(store, time.after)
    sampler.subscribe(() => {})
    const first = stream('1', '2')
    store.setState({ streams: { f: first } })
    const before = sampler.get().entries
    store.setState({
      streams: { f: { ...first, agents: new Map([...first.agents, ['2', makeRow('2', { state: 'busy' })]]) } },
    })
    advance(250)
    const after = sampler.get().entries
    expect(after[0]).toBe(before[0])
    expect(after[1]).not.toBe(before[1])
  })

  test('says nothing when only other things of the store change, and rests when nobody listens', () => {
    const store = createLiveStore()
    const { time, advance } = createManualTime()
    const sampler = createFloorSampler(store, time.after)
    let calls = 0
    const stop = sampler.subscribe(() => {
      calls += 1
    })
    store.setState({ connection: 'live' })
    expect(calls).toBe(0)
    stop()
    store.setState({ streams: { f: stream('1') } })
    advance(1000)
    expect(calls).toBe(0)
  })

  test('rests longer on a larger floor, never more than a second', () => {
    expect(sampleEvery(40)).toBe(250)
    expect(sampleEvery(50_000)).toBe(1000)
  })
})
