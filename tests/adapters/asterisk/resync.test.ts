import { expect, test } from 'vitest'
import { ch, connectCall, createScript, type Script } from './script.ts'

const row = (s: Script, c: ReturnType<typeof ch>, application: string, data: string, bridge = '') =>
  s.say('CoreShowChannel', c, {
    Application: application,
    ApplicationData: data,
    Duration: '00:01:00',
    BridgeId: bridge,
  })
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
  complete(s)
  const items = s.events.filter((e) => e.type === 'feed.snapshot_item' && e.callId !== undefined)
  expect(items.map((e) => [e.callId, e.agentId, e.queueId, (e.data as { callState?: string }).callState])).toEqual([
    ['1767574800.1', '1004', 'help', 'connected'],
    ['1767574800.3', undefined, 'vip', 'queued'],
  ])
  expect(items.every((e) => e.observed && !('answeredAt' in e.data))).toBe(true)
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
