import { describe, expect, test } from 'vitest'
import { followStream, openStream } from '#app/_live/stream.ts'
import type { AgentRow, Change, Frame } from '#server/protocol/live.ts'

const row = (agentId: string, state: AgentRow['state'] = 'ready'): AgentRow => ({
  agentId,
  agentNo: agentId,
  state,
  sub: 'none',
  alerts: [],
})
const put = (agentId: string, state?: AgentRow['state']): Change => ({
  kind: 'agent',
  id: agentId,
  row: row(agentId, state),
})
const frame = (offset: number, changes: Change[], run = 'a'): Frame => ({
  feed: 'f',
  run,
  offset,
  serverTime: offset * 100,
  changes,
})

const opened = openStream(frame(10, [put('1'), put('2')]))

describe('a stream', () => {
  test('begins with what the snapshot holds', () => {
    expect([...opened.agents.keys()]).toEqual(['1', '2'])
    expect(opened.offset).toBe(10)
  })

  test('drops frames the snapshot already holds', () => {
    const { stream, lost } = followStream(opened, [frame(9, [put('1', 'busy')]), frame(10, [put('2', 'busy')])])
    expect(lost).toBe(false)
    expect(stream).toBe(opened)
  })

  test('applies frames that continue it and keeps untouched rows as they are', () => {
    const { stream, lost } = followStream(opened, [frame(11, [put('1', 'busy')]), frame(12, [put('3')])])
    expect(lost).toBe(false)
    expect(stream.offset).toBe(12)
    expect(stream.agents.get('1')?.state).toBe('busy')
    expect(stream.agents.get('2')).toBe(opened.agents.get('2'))
    expect(opened.agents.get('1')?.state).toBe('ready')
  })

  test('removes a row that left the scope', () => {
    const { stream } = followStream(opened, [frame(11, [{ kind: 'agent', id: '1', row: null }])])
    expect([...stream.agents.keys()]).toEqual(['2'])
  })

  test('hears a tick without changes and changes nothing else', () => {
    const { stream, lost } = followStream(opened, [{ ...frame(10, []), serverTime: 5000 }])
    expect(lost).toBe(false)
    expect(stream.heardAt).toBe(5000)
    expect(stream.agents).toBe(opened.agents)
  })

  test.each([
    ['a frame is missing', [frame(12, [put('1', 'busy')])]],
    ['a tick tells of a frame that never came', [frame(11, [])]],
    ['the floor started over', [frame(11, [put('1', 'busy')], 'b')]],
  ])('is lost when %s, and applies nothing after it', (_case, frames) => {
    const { stream, lost } = followStream(opened, [...frames, frame(13, [put('2', 'busy')])])
    expect(lost).toBe(true)
    expect(stream.agents).toEqual(opened.agents)
  })
})
