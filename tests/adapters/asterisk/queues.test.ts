import { expect, test } from 'vitest'
import { type AsteriskConfig, asteriskConfigSchema } from '#server/adapters/asterisk/config.ts'
import { ch, connectCall, createScript, type Script } from './script.ts'

const caller = ch('PJSIP/pstn', 1, 1, { num: '5550100', exten: '7001' })
const phone = ch('PJSIP/1001', 2, 1)
const member = { Queue: 'help', Interface: 'PJSIP/1001', MemberName: 'PJSIP/1001' }

const ring = (s: Script) =>
  s
    .at(0)
    .say('Newchannel', caller, { ChannelState: '4' })
    .at(1)
    .say('QueueCallerJoin', caller, { Queue: 'help', Position: '2' })
    .at(2)
    .say('AgentCalled', caller, { ...member, Dest: phone })
    .say('DialBegin', caller, { Dest: phone })

test('a caller who hangs up while a phone rings abandoned ringing', () => {
  const s = ring(createScript())
  s.at(5)
    .say('HangupRequest', caller)
    .say('DialEnd', caller, { Dest: phone, DialStatus: 'CANCEL' })
    .say('DialEnd', caller, { Dest: phone, DialStatus: 'CANCEL' })
    .say('Hangup', phone, { Cause: '0' })
    .say('QueueCallerAbandon', caller, { Queue: 'help' })
    .say('QueueCallerLeave', caller, { Queue: 'help' })
    .say('Hangup', caller, { Cause: '0', 'Cause-txt': 'Unknown' })
  expect(s.calls().slice(2)).toEqual([
    'call.alerting 1001',
    'call.diverted 1001 other',
    'call.dequeued help abandoned',
    'call.cleared abandoned_ringing 0 Unknown',
  ])
})

test('a caller who hangs up while nobody rings abandoned in the queue', () => {
  const s = createScript().say('Newchannel', caller, { ChannelState: '4' })
  s.say('QueueCallerJoin', caller, { Queue: 'help', Position: '1' })
    .at(5)
    .say('HangupRequest', caller)
    .say('QueueCallerAbandon', caller, { Queue: 'help' })
    .say('QueueCallerLeave', caller, { Queue: 'help' })
    .say('Hangup', caller, { Cause: '0' })
  expect(s.calls().slice(2)).toEqual(['call.dequeued help abandoned', 'call.cleared abandoned_in_queue 0'])
})

test('the same messages mean a timeout when the caller lives on, and the event keeps the time of the exit', () => {
  const s = createScript().say('Newchannel', caller, { ChannelState: '4' })
  s.say('QueueCallerJoin', caller, { Queue: 'help', Position: '1' })
    .at(5)
    .say('QueueCallerAbandon', caller, { Queue: 'help' })
    .say('QueueCallerLeave', caller, { Queue: 'help' })
  expect(s.translator.heartbeatAt()).toBe(Date.UTC(2026, 0, 5, 1, 0, 5))
  s.at(7).say('Hangup', caller, { Cause: '16' })
  expect(s.calls().slice(2)).toEqual(['call.dequeued help timeout', 'call.cleared queue_timeout 16'])
  expect(s.events.find((e) => e.type === 'call.dequeued')?.occurredAt).toBe('2026-01-05T01:00:05.000Z')
  expect(s.translator.heartbeatAt()).toBeUndefined()
})

test('a caller whom nobody heard hang up but who is gone at once abandoned', () => {
  const s = createScript().say('Newchannel', caller, { ChannelState: '4' })
  s.say('QueueCallerJoin', caller, { Queue: 'help', Position: '1' })
    .at(5)
    .say('QueueCallerAbandon', caller, { Queue: 'help' })
    .say('QueueCallerLeave', caller, { Queue: 'help' })
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls().at(-1)).toBe('call.cleared abandoned_in_queue 16')
})

test('the queue status, where the session may read it, settles the matter', () => {
  const s = createScript().say('Newchannel', caller, { ChannelState: '4' })
  s.say('QueueCallerJoin', caller, { Queue: 'help', Position: '1' })
    .at(5)
    .say('QueueCallerAbandon', caller, { Queue: 'help' })
    .say('QueueCallerLeave', caller, { Queue: 'help' })
    .say('VarSet', caller, { Variable: 'QUEUESTATUS', Value: 'TIMEOUT' })
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls().at(-1)).toBe('call.cleared queue_timeout 16')
})

test('leaving by a key is neither', () => {
  const s = createScript().say('Newchannel', caller, { ChannelState: '4' })
  s.say('QueueCallerJoin', caller, { Queue: 'help', Position: '1' })
    .at(5)
    .say('QueueCallerLeave', caller, { Queue: 'help' })
    .at(6)
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls().slice(2)).toEqual(['call.dequeued help key', 'call.cleared other 16'])
})

test.each([
  ['', 'no_answer'],
  ['17', 'busy'],
  ['21', 'rejected'],
])('an unanswered phone with hang-up cause "%s" is diverted as %s, once', (cause, reason) => {
  const s = ring(createScript()).at(4)
  if (cause) s.say('HangupRequest', phone, { Cause: cause })
  s.say('DialEnd', caller, { Dest: phone, DialStatus: 'NOANSWER' })
    .say('AgentRingNoAnswer', caller, { ...member, Dest: phone, RingTime: '0' })
    .say('DialEnd', caller, { Dest: phone, DialStatus: 'CANCEL' })
    .say('Hangup', phone, { Cause: cause || '0' })
  expect(s.calls().slice(3)).toEqual([`call.diverted 1001 ${reason}`])
})

test('with ringall the losers are diverted and the winner connects', () => {
  const other = ch('PJSIP/1002', 3, 1)
  const s = ring(createScript())
  s.say('AgentCalled', caller, { Queue: 'help', Interface: 'PJSIP/1002', Dest: other })
    .at(4)
    .say('DialEnd', caller, { Dest: phone, DialStatus: 'ANSWER' })
    .say('DialEnd', caller, { Dest: other, DialStatus: 'CANCEL' })
    .say('Hangup', other, { Cause: '26' })
    .say('QueueCallerLeave', caller, { Queue: 'help' })
  expect(s.calls().slice(4)).toEqual(['call.connected 1001', 'call.diverted 1002 other', 'call.dequeued help answered'])
})

test('a Local member is its phone, also after the Local halves are optimised away', () => {
  const s = createScript()
  const near = ch('Local/1008@agents-00000001;1', 2, 1)
  const far = ch('Local/1008@agents-00000001;2', 3, 1)
  const desk = ch('PJSIP/1008', 4, 1)
  const local = { Queue: 'help', Interface: 'Local/1008@agents', MemberName: 'Eight' }
  s.say('QueueMemberStatus', undefined, { ...local, StateInterface: 'PJSIP/1008', Status: '1', Paused: '0' })
    .say('Newchannel', caller, { ChannelState: '4' })
    .say('QueueCallerJoin', caller, { Queue: 'help', Position: '1' })
    .say('LocalBridge', undefined, { LocalOne: near, LocalTwo: far })
    .say('AgentCalled', caller, { ...local, Dest: near })
    .say('DialBegin', caller, { Dest: near })
    .say('DialBegin', far, { Dest: desk })
    .at(2)
    .say('DialEnd', far, { Dest: desk, DialStatus: 'ANSWER' })
    .say('DialEnd', caller, { Dest: near, DialStatus: 'ANSWER' })
    .say('BridgeEnter', desk, { BridgeUniqueid: 'a' })
    .say('QueueCallerLeave', caller, { Queue: 'help' })
    .say('BridgeEnter', far, { BridgeUniqueid: 'a' })
    .say('BridgeEnter', near, { BridgeUniqueid: 'b' })
    .say('BridgeEnter', caller, { BridgeUniqueid: 'b' })
    .say('LocalOptimizationBegin', undefined, { LocalOne: near, LocalTwo: far, Source: desk })
    .say('BridgeLeave', desk)
    .say('BridgeLeave', near)
    .say('BridgeEnter', desk, { BridgeUniqueid: 'b' })
    .say('BridgeLeave', far)
    .say('Hangup', far, { Cause: '16' })
    .say('Hangup', near, { Cause: '16' })
    .at(4)
    .say('Hold', desk)
    .at(6)
    .say('HangupRequest', caller)
    .say('BridgeLeave', desk)
    .say('Hangup', desk, { Cause: '16' })
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls().slice(2)).toEqual([
    'call.alerting 1008',
    'call.connected 1008',
    'call.dequeued help answered',
    'call.held 1008 agent',
    'call.party_cleared 1008 agent customer_hangup',
    'call.cleared customer_hangup 16',
  ])
})

test('the caller may outlive the agent: the call ends with the channel, its cause stays the agent', () => {
  const s = createScript()
  const call = connectCall(s, 'help', '1001')
  s.at(10)
    .say('HangupRequest', call.phone)
    .say('BridgeLeave', call.phone)
    .say('BridgeLeave', call.caller)
    .say('Hangup', call.phone, { Cause: '16' })
    .say('AgentComplete', call.caller, { ...member, Reason: 'agent' })
    .at(12)
    .say('SoftHangupRequest', call.caller)
    .say('Hangup', call.caller, { Cause: '16' })
  expect(s.calls().slice(5)).toEqual(['call.party_cleared 1001 agent agent_hangup', 'call.cleared agent_hangup 16'])
})

test('a phone that dies ends the leg as a network failure', () => {
  const s = createScript()
  const call = connectCall(s, 'help', '1001')
  s.at(30)
    .say('SoftHangupRequest', call.phone)
    .say('BridgeLeave', call.phone)
    .say('Hangup', call.phone, { Cause: '44' })
  expect(s.calls().at(-1)).toBe('call.party_cleared 1001 agent network_failure')
})

test('holds are clamped: retrieves without a hold and doubled holds say nothing, the customer may hold too', () => {
  const s = createScript()
  const call = connectCall(s, 'help', '1001')
  const from = s.calls().length
  s.at(3)
    .say('Unhold', call.phone)
    .say('Hold', call.phone)
    .say('Hold', call.phone)
    .say('Hold', call.caller)
    .say('Unhold', call.phone)
    .say('Unhold', call.caller)
    .say('Unhold', call.caller)
  expect(s.calls().slice(from)).toEqual([
    'call.held 1001 agent',
    'call.held 1001 customer',
    'call.retrieved 1001 agent',
    'call.retrieved 1001 customer',
  ])
})

test('an agent who dials out has a leg with direction, number and answer', () => {
  const own = ch('PJSIP/1005', 1, 1, { num: '1005', exten: '0105550100' })
  const line = ch('PJSIP/pstn', 2, 1, { num: '0105550100' })
  const s = createScript()
    .say('Newchannel', own, { ChannelState: '4' })
    .say('DialBegin', own, { Dest: line })
    .at(5)
    .say('DialEnd', own, { Dest: line, DialStatus: 'ANSWER' })
    .at(9)
    .say('HangupRequest', own)
    .say('BridgeLeave', own)
    .say('Hangup', line, { Cause: '16' })
    .say('Hangup', own, { Cause: '16' })
  expect(s.calls()).toEqual([
    'call.offered 1005 outbound 0105550100 0105550100',
    'call.alerting 1005',
    'call.connected 1005',
    'call.party_cleared 1005 agent agent_hangup',
    'call.cleared agent_hangup 16',
  ])
})

test('an outbound call that is busy says so, and a feature code is no call', () => {
  const own = ch('PJSIP/1005', 1, 1, { num: '1005', exten: '0105550100' })
  const line = ch('PJSIP/pstn', 2, 1, { num: '0105550100' })
  const code = ch('PJSIP/1005', 3, 3, { exten: '*47' })
  const s = createScript()
    .say('Newchannel', own, { ChannelState: '4' })
    .say('DialBegin', own, { Dest: line })
    .say('DialEnd', own, { Dest: line, DialStatus: 'BUSY' })
    .say('Hangup', line, { Cause: '17' })
    .say('Hangup', own, { Cause: '17' })
    .say('Newchannel', code, { ChannelState: '4' })
    .say('Hangup', code, { Cause: '16' })
  expect(s.calls().slice(2)).toEqual(['call.diverted 1005 other', 'call.cleared busy 17'])
})

test('[WHO-3] a member name that fits the pattern identifies the person; another name stays a name', () => {
  const agents = { memberNamePattern: '^(?<agentNo>\\d{4})\\s*(?<name>.*)$' } as AsteriskConfig['agents']
  const s = createScript({ agents })
  s.at(1).member('help', '1001', '1', { MemberName: '8801 王芳' })
  s.at(2).member('help', '1001', '1', { MemberName: '8801 王芳' })
  s.at(3).member('help', '1001', '1', { MemberName: '8802' })
  s.at(4).member('help', '1001', '1', { MemberName: '备用座席' })
  const profiles = s.events.filter((event) => event.type === 'agent.profile')
  expect(profiles.map(({ agentId, data }) => ({ agentId, ...(data as object) }))).toEqual([
    { agentId: '1001', agentNo: '8801', name: '王芳', by: 'member', queues: ['help'] },
    { agentId: '1001', agentNo: '8802', by: 'member', queues: ['help'] },
    { agentId: '1001', name: '备用座席', queues: ['help'] },
  ])
})

test('a member name pattern without a group for the 工号 is refused', () => {
  expect(asteriskConfigSchema.safeParse({ agents: { memberNamePattern: '^(\\d+)' } }).success).toBe(false)
})
