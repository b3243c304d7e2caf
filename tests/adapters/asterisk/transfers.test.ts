import { expect, test } from 'vitest'
import { ch, connectCall, createScript } from './script.ts'

test('a blind transfer ends the leg as transferred and the target rings for the customer', () => {
  const s = createScript()
  const { caller, phone } = connectCall(s, 'help', '1001')
  const target = ch('PJSIP/1002', 5, 1)
  s.member('help', '1002', '1')
    .at(5)
    .say('Unhold', phone)
    .say('BridgeLeave', phone)
    .say('BlindTransfer', undefined, { Transferer: phone, Transferee: caller, Result: 'Success', Extension: '1002' })
    .say('Hangup', phone, { Cause: '16' })
    .say('BridgeLeave', caller)
    .say('DialBegin', caller, { Dest: target })
    .at(6)
    .say('DialEnd', caller, { Dest: target, DialStatus: 'ANSWER' })
    .at(9)
    .say('HangupRequest', target)
    .say('Hangup', target, { Cause: '16' })
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls()).toEqual([
    'call.offered inbound 5550100 7001',
    'call.queued help 1',
    'call.alerting 1001',
    'call.connected 1001',
    'call.dequeued help answered',
    'call.transferred 1001 blind 1002',
    'call.party_cleared 1001 agent transferred',
    'call.alerting 1002',
    'call.connected 1002',
    'call.party_cleared 1002 agent agent_hangup',
    'call.cleared agent_hangup 16',
  ])
})

test('a refused blind transfer changes nothing', () => {
  const s = createScript()
  const { caller, phone } = connectCall(s, 'help', '1001')
  s.at(5).say('BlindTransfer', undefined, { Transferer: phone, Transferee: caller, Result: 'Fail', Extension: '5' })
  expect(s.calls().at(-1)).toBe('call.dequeued help answered')
})

test('a consult from a second line belongs to the customer call, and its target becomes the owner on transfer', () => {
  const s = createScript()
  const { caller, phone } = connectCall(s, 'help', '1001')
  const second = ch('PJSIP/1001', 6, 6, { exten: '1009' })
  const asked = ch('PJSIP/1009', 7, 6)
  s.at(5)
    .say('Hold', phone)
    .say('Newchannel', second, { ChannelState: '4' })
    .say('DialBegin', second, { Dest: asked })
    .at(6)
    .say('DialEnd', second, { Dest: asked, DialStatus: 'ANSWER' })
    .say('BridgeEnter', asked, { BridgeUniqueid: 'consult' })
    .say('BridgeEnter', second, { BridgeUniqueid: 'consult' })
    .at(10)
    .say('Unhold', phone)
    .say('Unhold', second)
    .say('BridgeLeave', asked)
    .say('BridgeLeave', phone)
    .say('BridgeEnter', { ...asked, linked: 1 }, { BridgeUniqueid: 'b1', SwapUniqueid: '1767574800.2' })
    .say('BridgeLeave', second)
    .say('AttendedTransfer', undefined, {
      Result: 'Success',
      DestType: 'Bridge',
      OrigTransferer: phone,
      SecondTransferer: second,
      Transferee: caller,
      TransferTarget: asked,
    })
    .say('Hangup', phone, { Cause: '16' })
    .say('Hangup', second, { Cause: '16' })
    .at(20)
    .say('HangupRequest', caller)
    .say('BridgeLeave', { ...asked, linked: 1 })
    .say('BridgeLeave', caller)
    .say('Hangup', { ...asked, linked: 1 }, { Cause: '16' })
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls().slice(5)).toEqual([
    'call.held 1001 agent',
    'call.alerting 1009',
    'call.consult_started 1001 1009',
    'call.connected 1009 true',
    'call.retrieved 1001 agent',
    'call.party_cleared 1009 consulted transferred',
    'call.consult_ended 1001',
    'call.connected 1009',
    'call.transferred 1001 attended 1009',
    'call.party_cleared 1001 agent transferred',
    'call.party_cleared 1009 agent customer_hangup',
    'call.cleared customer_hangup 16',
  ])
  expect(new Set(s.events.flatMap((e) => e.callId ?? []))).toEqual(new Set(['1767574800.1']))
})

test('an attended transfer by feature code goes through Local halves, and one that fails comes back', () => {
  const s = createScript()
  const { caller, phone } = connectCall(s, 'help', '1001')
  const near = ch('Local/1099@from-agents-00000003;1', 8, 1)
  const far = ch('Local/1099@from-agents-00000003;2', 9, 1)
  const asked = ch('PJSIP/1099', 10, 1)
  const ask = (seconds: number) =>
    s
      .at(seconds)
      .say('Hold', phone)
      .say('BridgeLeave', phone)
      .say('Newchannel', near, { ChannelState: '0' })
      .say('Newchannel', far, { ChannelState: '4' })
      .say('DialBegin', undefined, { Dest: near })
      .say('BridgeEnter', phone, { BridgeUniqueid: 'consult' })
      .say('DialBegin', far, { Dest: asked })
  ask(5)
    .at(8)
    .say('DialEnd', far, { Dest: asked, DialStatus: 'NOANSWER' })
    .say('Hangup', asked, { Cause: '0' })
    .say('BridgeLeave', phone)
    .say('BridgeEnter', phone, { BridgeUniqueid: 'b1' })
    .say('Unhold', phone)
  expect(s.calls().slice(5)).toEqual([
    'call.held 1001 agent',
    'call.alerting 1099',
    'call.consult_started 1001 1099',
    'call.diverted 1099 no_answer',
    'call.consult_ended 1001',
    'call.retrieved 1001 agent',
  ])
  const from = s.calls().length
  const again = ch('PJSIP/1099', 11, 1)
  s.at(10)
    .say('Hold', phone)
    .say('BridgeLeave', phone)
    .say('BridgeEnter', phone, { BridgeUniqueid: 'consult2' })
    .say('DialBegin', far, { Dest: again })
    .say('DialEnd', far, { Dest: again, DialStatus: 'ANSWER' })
    .say('BridgeEnter', again, { BridgeUniqueid: 'agent2' })
    .say('BridgeEnter', far, { BridgeUniqueid: 'agent2' })
    .say('BridgeEnter', near, { BridgeUniqueid: 'consult2' })
    .at(14)
    .say('AttendedTransfer', undefined, {
      Result: 'Success',
      DestType: 'Bridge',
      OrigTransferer: phone,
      SecondTransferer: phone,
      Transferee: caller,
      TransferTarget: near,
    })
    .say('BridgeLeave', near)
    .say('BridgeLeave', phone)
    .say('BridgeEnter', near, { BridgeUniqueid: 'b1' })
    .say('Hangup', phone, { Cause: '16' })
    .say('BridgeLeave', again)
    .say('BridgeEnter', again, { BridgeUniqueid: 'b1' })
    .say('Hangup', near, { Cause: '16' })
    .say('Hangup', far, { Cause: '16' })
    .at(30)
    .say('HangupRequest', again)
    .say('BridgeLeave', again)
    .say('Hangup', again, { Cause: '16' })
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls().slice(from)).toEqual([
    'call.held 1001 agent',
    'call.alerting 1099',
    'call.consult_started 1001 1099',
    'call.connected 1099 true',
    'call.transferred 1001 attended 1099',
    'call.consult_ended 1001',
    'call.party_cleared 1001 agent transferred',
    'call.party_cleared 1099 consulted transferred',
    'call.connected 1099',
    'call.party_cleared 1099 agent agent_hangup',
    'call.cleared agent_hangup 16',
  ])
})

test('a warm transfer into another queue keeps the talk going although the queue reports it complete', () => {
  const s = createScript()
  const { caller, phone } = connectCall(s, 'help', '1002')
  const second = ch('PJSIP/1002', 6, 6, { exten: '7002', num: '1002' })
  const asked = ch('PJSIP/1006', 7, 6)
  const near = ch('Local/_attended@transfer-00000004;1', 8, 1)
  const far = ch('Local/_attended@transfer-00000004;2', 9, 6)
  const member = { Queue: 'inquiry', Interface: 'PJSIP/1006', MemberName: 'PJSIP/1006' }
  s.at(5)
    .say('Hold', phone)
    .say('Newchannel', second, { ChannelState: '4' })
    .say('QueueCallerJoin', second, { Queue: 'inquiry', Position: '1' })
    .say('AgentCalled', second, { ...member, Dest: asked })
    .say('DialBegin', second, { Dest: asked })
    .at(7)
    .say('DialEnd', second, { Dest: asked, DialStatus: 'ANSWER' })
    .say('QueueCallerLeave', second, { Queue: 'inquiry' })
    .say('AgentConnect', second, { ...member, Dest: asked })
    .say('BridgeEnter', asked, { BridgeUniqueid: 'consult' })
    .say('BridgeEnter', second, { BridgeUniqueid: 'consult' })
    .at(12)
    .say('AttendedTransfer', undefined, {
      Result: 'Success',
      DestType: 'Link',
      OrigTransferer: phone,
      SecondTransferer: second,
      Transferee: caller,
      TransferTarget: asked,
    })
    .say('BridgeLeave', phone)
    .say('BridgeEnter', near, { BridgeUniqueid: 'b1' })
    .say('BridgeLeave', second)
    .say('BridgeEnter', far, { BridgeUniqueid: 'consult' })
    .say('AgentComplete', second, { ...member, Dest: asked, Reason: 'caller', TalkTime: '5' })
    .say('Hangup', phone, { Cause: '16' })
    .say('Hangup', second, { Cause: '16' })
    .at(20)
    .say('HangupRequest', asked)
    .say('BridgeLeave', asked)
    .say('Hangup', asked, { Cause: '16' })
    .say('Hangup', caller, { Cause: '16' })
  expect(s.calls().slice(5)).toEqual([
    'call.held 1002 agent',
    'call.alerting 1006',
    'call.consult_started 1002 1006',
    'call.connected 1006 true',
    'call.transferred 1002 attended 1006',
    'call.consult_ended 1002',
    'call.party_cleared 1002 agent transferred',
    'call.party_cleared 1006 consulted transferred',
    'call.connected 1006',
    'call.party_cleared 1006 agent agent_hangup',
    'call.cleared agent_hangup 16',
  ])
  const owner = s.events.filter((e) => e.type === 'call.connected').at(-1)
  expect(owner?.queueId).toBe('inquiry')
  expect(owner?.occurredAt).toBe('2026-01-05T01:00:12.000Z')
})

test('a customer whom a supervisor redirects leaves a transferred leg and waits in the next queue', () => {
  const s = createScript()
  const { caller, phone } = connectCall(s, 'help', '1001')
  s.at(8)
    .say('BridgeLeave', caller)
    .say('BridgeLeave', phone)
    .say('Hangup', phone, { Cause: '16' })
    .at(9)
    .say('QueueCallerJoin', caller, { Queue: 'inquiry', Position: '1' })
  expect(s.calls().slice(5)).toEqual(['call.party_cleared 1001 agent transferred', 'call.queued inquiry 1'])
  expect(s.events.find((e) => e.type === 'call.party_cleared')?.occurredAt).toBe('2026-01-05T01:00:08.000Z')
})
