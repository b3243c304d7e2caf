import { expect, test } from 'vitest'
import { ch, connectCall, createScript, type Script } from './script.ts'

const row = (s: Script, c: ReturnType<typeof ch>, application: string, data: string, bridge = '') =>
  s.say('CoreShowChannel', c, {
    Application: application,
    ApplicationData: data,
    Duration: '00:01:00',
    BridgeId: bridge,
  })
const waits = (s: Script, c: ReturnType<typeof ch>, queue: string, wait: number) =>
  s.say('QueueEntry', c, { Queue: queue, Position: '1', Wait: String(wait) })
const complete = (s: Script) => s.say('QueueStatusComplete').say('CoreShowChannelsComplete')
const booted = (s: Script, uptime: number) => s.say('FullyBooted', undefined, { Uptime: String(uptime) })

test('a first connection shows what is going on, with an unknown history', () => {
  const s = createScript()
  const caller = ch('PJSIP/pstn', 1, 1, { num: '5550100' })
  const phone = ch('PJSIP/1004', 2, 1)
  const waiting = ch('PJSIP/pstn', 3, 3, { num: '5550101' })
  booted(s.at(600).banner(), 600)
  row(s, caller, 'Queue', 'help,tT', 'b')
  row(s, phone, 'AppQueue', '(Outgoing Line)', 'b')
  row(s, waiting, 'Queue', 'vip,tT')
  waits(s, waiting, 'vip', 42)
  complete(s)
  const items = s.events.filter((e) => e.type === 'feed.snapshot_item' && e.callId !== undefined)
  expect(items.map((e) => [e.callId, e.agentId, e.queueId, (e.data as { callState?: string }).callState])).toEqual([
    ['1767574800.1', '1004', 'help', 'connected'],
    ['1767574800.3', undefined, 'vip', 'queued'],
  ])
  expect(items.every((e) => e.observed && !('answeredAt' in e.data))).toBe(true)
  expect(items[1]?.data).toMatchObject({ queuedAt: '2026-01-05T01:09:18.000Z' })
  expect(s.events.map((e) => e.type)).toEqual([
    'feed.snapshot_begin',
    'feed.snapshot_item',
    'feed.snapshot_item',
    'feed.snapshot_end',
  ])
})

test('after a cut the gap is told, what survived goes on, what ended unseen is lost', () => {
  const s = createScript()
  booted(s.banner(), 3600)
  complete(s)
  const one = connectCall(s, 'help', '1001', 1, 10)
  const two = connectCall(s, 'help', '1002', 4, 20)
  s.at(30).say('Hold', one.phone)
  const from = s.events.length
  booted(s.at(40).banner(), 3640)
  row(s, one.caller, 'Queue', 'help,tT', 'b1')
  row(s, one.phone, 'AppQueue', '(Outgoing Line)', 'b1')
  complete(s)
  const after = s.events.slice(from)
  expect(after.map((e) => e.type)).toEqual([
    'feed.gap',
    'call.party_cleared',
    'call.cleared',
    'feed.snapshot_begin',
    'feed.snapshot_item',
    'feed.snapshot_end',
  ])
  expect(after[0]?.data).toMatchObject({ from: '2026-01-05T01:00:30.000Z', to: '2026-01-05T01:00:40.000Z' })
  expect(after[2]).toMatchObject({ callId: `1767574800.${two.caller.n}`, data: { cause: 'lost' }, derived: true })
  expect(new Set(s.events.map((e) => e.epoch)).size).toBe(1)
  s.at(41).say('Hold', one.phone).at(50).say('HangupRequest', one.caller).say('Hangup', one.caller, { Cause: '16' })
  expect(s.calls().slice(-3)).toEqual([
    'call.held 1001 agent',
    'call.party_cleared 1001 agent customer_hangup',
    'call.cleared customer_hangup 16',
  ])
})

/** A link that was down until `second`; `show` gives the rows of what is still there. */
const reconnect = (s: Script, second: number, show: () => void = () => {}) => {
  booted(s.at(second).banner(), 3600 + second)
  show()
  return complete(s)
}
const begin = () => {
  const s = createScript()
  booted(s.banner(), 3600)
  return complete(s)
}
const talks = (s: Script, { caller, phone }: ReturnType<typeof connectCall>) => {
  row(s, caller, 'Queue', 'help,tT', 'b1')
  row(s, phone, 'AppQueue', '(Outgoing Line)', 'b1')
}

test('a hold from before the cut lasts until it is taken back, but what only a transfer says is no hold', () => {
  const s = begin()
  const one = connectCall(s, 'help', '1001', 1, 10)
  s.at(15).say('Hold', one.phone)
  reconnect(s, 20, () => talks(s, one))
  s.at(25).say('Unhold', one.phone).at(26).say('Newstate', one.phone)
  expect(s.calls().at(-1)).toBe('call.retrieved 1001 agent')
  expect(s.events.at(-1)?.occurredAt).toBe('2026-01-05T01:00:25.000Z')
  s.at(27).say('Unhold', one.phone).at(28).say('Hold', one.phone)
  reconnect(s, 30, () => talks(s, one))
  s.at(35).say('Unhold', one.phone)
  s.say('BlindTransfer', undefined, { Result: 'Success', Transferer: one.phone, Transferee: one.caller })
  s.at(40).say('Newstate', one.caller)
  expect(s.calls().slice(-3)).toEqual([
    'call.held 1001 agent',
    'call.transferred 1001 blind',
    'call.party_cleared 1001 agent transferred',
  ])
})

test('a talk whose hang-up request may have gone unheard ends without a cause, unless the queue says that the agent did', () => {
  const end = (reason: string, second: number) => {
    const s = begin()
    const one = connectCall(s, 'help', '1001', 1, 10)
    reconnect(s, 20, () => talks(s, one))
    s.at(second)
    const member = { Queue: 'help', Interface: 'PJSIP/1001', MemberName: 'PJSIP/1001' }
    s.say('AgentComplete', one.caller, { ...member, Dest: one.phone, Reason: reason })
    s.say('BridgeLeave', one.phone, { BridgeUniqueid: 'b1' }).say('BridgeLeave', one.caller, { BridgeUniqueid: 'b1' })
    s.say('Hangup', one.phone, { Cause: '16' })
      .at(second + 2)
      .say('Hangup', one.caller, { Cause: '16' })
    return s.calls().slice(-2)
  }
  expect(end('caller', 20.1)).toEqual(['call.party_cleared 1001 agent', 'call.cleared 16'])
  expect(end('agent', 20.1)).toEqual(['call.party_cleared 1001 agent agent_hangup', 'call.cleared agent_hangup 16'])
  expect(end('caller', 22)).toEqual(['call.party_cleared 1001 agent other', 'call.cleared other 16'])
})

test('whoever no longer waits left the queue for a reason nobody heard, and a new caller joined in the gap', () => {
  const s = begin()
  const old = ch('PJSIP/pstn', 1, 1, { num: '5550100' })
  const fresh = ch('PJSIP/pstn', 2, 2, { num: '5550101' })
  s.at(10).say('Newchannel', old, { ChannelState: '4' }).say('QueueCallerJoin', old, { Queue: 'help', Position: '1' })
  const from = s.events.length
  reconnect(s, 20, () => {
    row(s, old, 'Playback', 'sorry')
    s.say('CoreShowChannel', fresh, { Application: 'Queue', ApplicationData: 'help,tT', Duration: '00:00:05' })
    waits(s, fresh, 'help', 4)
  })
  const after = s.events.slice(from)
  expect(after.find((e) => e.type === 'call.dequeued')?.data).toEqual({})
  const item = after.find((e) => e.type === 'feed.snapshot_item' && e.callId === '1767574800.2')
  expect(item?.data).toMatchObject({ startedAt: '2026-01-05T01:00:15.000Z', queuedAt: '2026-01-05T01:00:16.000Z' })
  s.at(30).say('HangupRequest', old).say('Hangup', old, { Cause: '16' })
  expect(s.calls().at(-1)).toBe('call.cleared 16')
})

test('a consult that began unheard belongs to the customer’s call, and its colleague is beside the agent', () => {
  const s = begin()
  const one = connectCall(s, 'help', '1001', 1, 10)
  const line = ch('PJSIP/1001', 7, 7, { num: '1001' })
  const asked = ch('PJSIP/1002', 8, 7, { num: '1002' })
  reconnect(s, 20, () => {
    talks(s, one)
    row(s, line, 'Dial', 'PJSIP/1002', 'b7')
    row(s, asked, 'AppDial', '(Outgoing Line)', 'b7')
  })
  expect(s.calls().slice(-3)).toEqual([
    'call.alerting 1002',
    'call.consult_started 1001 1002',
    'call.connected 1002 true',
  ])
  const items = s.events.filter((e) => e.type === 'feed.snapshot_item' && e.callId !== undefined)
  expect(items.map((e) => [e.callId, e.agentId])).toEqual([['1767574800.1', '1001']])
})

test('a phone behind a Local channel keeps the segment of the channel the queue called', () => {
  const s = begin()
  const caller = ch('PJSIP/pstn', 1, 1, { num: '5550100' })
  const near = ch('Local/1007@agents-00000001;1', 2, 1)
  const far = ch('Local/1007@agents-00000001;2', 3, 1)
  const phone = ch('PJSIP/1007', 4, 1)
  reconnect(s, 20, () => {
    row(s, caller, 'Queue', 'help,tT', 'b1')
    row(s, near, 'AppQueue', '(Outgoing Line)', 'b1')
    row(s, far, 'Dial', 'PJSIP/1007', 'b2')
    row(s, phone, 'AppDial', '(Outgoing Line)', 'b2')
  })
  const items = s.events.filter((e) => e.type === 'feed.snapshot_item' && e.callId !== undefined)
  expect(items.map((e) => [e.agentId, e.segmentId])).toEqual([['1007', '1767574800.2']])
})

test('a phone that declined and is still listed rings no more', () => {
  const s = begin()
  const caller = ch('PJSIP/pstn', 1, 1, { num: '5550100' })
  const phone = ch('PJSIP/1001', 2, 1)
  s.at(10).say('Newchannel', caller, { ChannelState: '4' }).say('QueueCallerJoin', caller, { Queue: 'help' })
  s.say('DialBegin', caller, { Dest: phone }).say('DialEnd', caller, { Dest: phone, DialStatus: 'NOANSWER' })
  reconnect(s, 11, () => {
    row(s, caller, 'Queue', 'help,tT')
    row(s, phone, 'AppQueue', '(Outgoing Line)')
    waits(s, caller, 'help', 1)
  })
  const item = s.events.findLast((e) => e.type === 'feed.snapshot_item')
  expect([item?.agentId, item?.data]).toEqual([undefined, expect.objectContaining({ callState: 'queued' })])
})

test('a restarted PBX begins a new epoch and loses every call of the old one', () => {
  const s = createScript()
  booted(s.banner(), 3600)
  complete(s)
  connectCall(s, 'help', '1001', 1, 10)
  booted(s.at(60).banner(), 1)
  complete(s)
  expect(s.calls().slice(-2)).toEqual(['call.party_cleared 1001 agent lost', 'call.cleared lost'])
  expect([...new Set(s.events.map((e) => e.epoch))]).toEqual(['boot-1767571200', 'boot-1767574859'])
})

test('a small Uptime does not end calls whose channels are still there', () => {
  const s = createScript()
  booted(s.banner(), 3600)
  const { caller, phone } = connectCall(s, 'help', '1001', 1, 10)
  booted(s.at(60).banner(), 0)
  s.say('HangupRequest', caller).say('BridgeLeave', phone).say('Hangup', caller, { Cause: '16' })
  expect(s.calls().at(-1)).toBe('call.cleared customer_hangup 16')
})

test('a restart is proved by a Uniqueid counter that begins anew, not by late words about a channel that is gone', () => {
  const s = createScript()
  booted(s.banner(), 3600)
  const gone = ch('PJSIP/pstn', 3, 3)
  s.say('Newchannel', gone, { ChannelState: '4' }).say('Hangup', gone, { Cause: '16' })
  connectCall(s, 'help', '1001', 7, 10)
  booted(s.at(60).banner(), 1)
  s.say('NewConnectedLine', gone)
  expect(s.calls().at(-1)).toBe('call.dequeued help answered')
  s.say('Newchannel', ch('PJSIP/pstn', 0, 0), { ChannelState: '4' })
  expect(s.calls().slice(-3)).toEqual([
    'call.party_cleared 1001 agent lost',
    'call.cleared lost',
    'call.offered inbound',
  ])
})

test('a PBX that will not list its channels still gives a snapshot', () => {
  const s = createScript()
  booted(s.banner(), 3600)
  s.say('QueueMember', undefined, { Queue: 'help', Name: '小周', Location: 'PJSIP/1001', Status: '1', Paused: '0' })
  s.say('QueueStatusComplete')
  expect(s.events).toEqual([])
  s.translator.tick(Date.UTC(2026, 0, 5, 1, 0, 4))
  const late = s.translator.tick(Date.UTC(2026, 0, 5, 1, 0, 5))
  expect(late.map((e) => e.type)).toEqual([
    'feed.snapshot_begin',
    'agent.profile',
    'feed.snapshot_item',
    'feed.snapshot_end',
  ])
})

test('a hang-up that overtakes its row in the list does not bring the call back', () => {
  const s = createScript()
  const caller = ch('PJSIP/pstn', 1, 1)
  booted(s.banner(), 3600)
  s.say('Newchannel', caller, { ChannelState: '4' }).say('Hangup', caller, { Cause: '16' })
  row(s, caller, 'Queue', 'help')
  complete(s)
  expect(s.events.filter((e) => e.type === 'feed.snapshot_item')).toEqual([])
})

test('at the end of a recording whatever is still open is lost', () => {
  const s = createScript()
  connectCall(s, 'help', '1001')
  expect(s.end().calls().slice(-2)).toEqual(['call.party_cleared 1001 agent lost', 'call.cleared lost'])
})
