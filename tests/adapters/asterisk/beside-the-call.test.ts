import { expect, test } from 'vitest'
import { ch, connectCall, createScript, type Script } from './script.ts'

const steps = (s: Script) => s.lines((e) => e.type === 'step.entered')

test('flow steps come from the agent, the caller or a desktop, and land on the leg that talks', () => {
  const s = createScript()
  const call = connectCall(s, 'help', '1001')
  const step = (Step: string, more: Record<string, string> = {}) => ({ UserEvent: 'FlowStep', Step, ...more })
  s.member('help', '1001', '2')
    .say('UserEvent', call.phone, step('opening', { Agent: 'Someone Else' }))
    .say('UserEvent', call.caller, step('Identify'))
    .say('UserEvent', undefined, step('问题处理', { Agent: '1001', CallUniqueid: '1767574800.1' }))
    .say('UserEvent', undefined, step('confirm', { LinkedID: '1767574800.1' }))
    .say('UserEvent', undefined, step('close', { Agent: 'PJSIP/1001' }))
  expect(steps(s)).toEqual([
    'step.entered 1001 opening script opening',
    'step.entered 1001 need_identification script Identify',
    'step.entered 1001 resolution script 问题处理',
    'step.entered 1001 confirmation script confirm',
    'step.entered 1001 closing script close',
  ])
})

test('a step while nobody talks is no step of an agent, a desktop that names a strange call says nothing', () => {
  const s = createScript()
  const caller = ch('PJSIP/pstn', 1, 1)
  s.say('Newchannel', caller, { ChannelState: '4' })
    .say('UserEvent', caller, { UserEvent: 'FlowStep', Step: 'greeting' })
    .say('UserEvent', undefined, { UserEvent: 'FlowStep', Step: 'close', Agent: '1001', LinkedID: '1767574800.99' })
  expect(steps(s)).toEqual([])
  expect(s.translator.report().stepsOutsideLegs).toBe(2)
})

test('a step of the dialplan after a transfer does not fall on the agent who left', () => {
  const s = createScript()
  const { caller, phone } = connectCall(s, 'help', '1001')
  s.at(5).say('BridgeLeave', phone).say('UserEvent', caller, { UserEvent: 'FlowStep', Step: 'greeting' })
  expect(steps(s)).toEqual([])
})

test('names are mapped by configuration, unknown ones are counted and never guessed', () => {
  const s = createScript({ steps: { '查 账单': 'resolution', opening: null } })
  const { phone } = connectCall(s, 'help', '1001')
  for (const Step of ['opening', '查 账单', 'haggle', 'haggle'])
    s.say('UserEvent', phone, { UserEvent: 'FlowStep', Step })
  expect(steps(s)).toEqual(['step.entered 1001 resolution script 查 账单'])
  expect([...s.translator.report().unknownSteps]).toEqual([['haggle', 2]])
})

test('a complaint level is taken with its reason, an impossible one is not', () => {
  const s = createScript()
  const { phone } = connectCall(s, 'help', '1001')
  s.say('UserEvent', phone, { UserEvent: 'ComplaintLevel', Level: '2', Reason: '要求投诉' })
    .say('UserEvent', phone, { UserEvent: 'ComplaintLevel', Level: '9' })
    .say('UserEvent', phone, { UserEvent: 'ComplaintLevel', Level: '' })
  expect(s.lines((e) => e.type === 'complaint.level')).toEqual(['complaint.level 1001 2 要求投诉'])
})

test('a listening supervisor is seen on the leg', () => {
  const s = createScript()
  const { phone } = connectCall(s, 'help', '1001')
  const ear = ch('PJSIP/1099', 9, 9)
  s.say('ChanSpyStart', undefined, { Spyer: ear, Spyee: phone }).say('ChanSpyStop', undefined, {
    Spyer: ear,
    Spyee: phone,
  })
  expect(s.calls().slice(-2)).toEqual(['supervision.started 1001 listen 1099', 'supervision.ended 1001 listen 1099'])
})

test('a queue may tag the scenario of its calls', () => {
  const s = createScript({ queues: { help: { scenario: 'complaint' } } })
  connectCall(s, 'help', '1001')
  expect(s.lines((e) => e.type === 'scenario.tagged')).toEqual(['scenario.tagged help complaint queue help'])
})

const states = (s: Script) => s.lines((e) => e.type === 'agent.state')

test('device states of several queues say one thing, a pause counts once all queues are paused', () => {
  const s = createScript()
  const pause = (queue: string, Paused: string, PausedReason = '') =>
    s.member(queue, '1001', '1', { Paused, PausedReason })
  s.member('help', '1001', '1').member('vip', '1001', '1').member('help', '1001', '1')
  pause('help', '1', 'lunch')
  pause('vip', '1', 'lunch')
  pause('help', '1', 'coaching: 1:1')
  pause('vip', '1', 'coaching: 1:1')
  pause('help', '0')
  pause('vip', '0')
  s.member('help', '1001', '6').member('help', '1001', '2').member('help', '1001', '5')
  expect(states(s)).toEqual([
    'agent.state 1001 ready',
    'agent.state 1001 not_ready lunch meal',
    'agent.state 1001 not_ready coaching: 1:1 coaching',
    'agent.state 1001 ready',
    'agent.state 1001 reserved',
    'agent.state 1001 busy',
    'agent.state 1001 logged_off',
  ])
})

test('after-call work is derived from the configured wrap-up and ends by itself', () => {
  const s = createScript({ queues: { help: { wrapUpSeconds: 5 } } })
  s.member('help', '1001', '1')
  const { caller, phone } = connectCall(s, 'help', '1001')
  s.member('help', '1001', '2')
    .at(10)
    .say('HangupRequest', caller)
    .say('BridgeLeave', phone)
    .say('Hangup', phone, { Cause: '16' })
    .member('help', '1001', '1')
    .at(20)
    .say('Hangup', caller, { Cause: '16' })
  expect(states(s).slice(-3)).toEqual([
    'agent.state 1001 busy',
    'agent.state 1001 working_after_call 2026-01-05T01:00:15.000Z',
    'agent.state 1001 ready',
  ])
  const last = s.events.filter((e) => e.type === 'agent.state').at(-1)
  expect([last?.occurredAt, last?.derived]).toEqual(['2026-01-05T01:00:15.000Z', true])
})

test('a member name that is only the interface is no name, and the last queue left is a log-off', () => {
  const s = createScript()
  const device = { Interface: 'PJSIP/1009', StateInterface: 'PJSIP/1009', Status: '1', Paused: '0' }
  s.say('QueueMemberAdded', undefined, { ...device, Queue: 'help', MemberName: 'PJSIP/1009' })
    .say('QueueMemberAdded', undefined, { ...device, Queue: 'vip', MemberName: '小周' })
    .say('QueueMemberRemoved', undefined, { ...device, Queue: 'help', MemberName: 'PJSIP/1009' })
    .say('QueueMemberRemoved', undefined, { ...device, Queue: 'vip', MemberName: '小周' })
  const profiles = s.events.flatMap((e) => (e.type === 'agent.profile' ? [e.data] : []))
  expect(profiles).toEqual([
    { queues: ['help'] },
    { name: '小周', queues: ['help', 'vip'] },
    { name: '小周', queues: ['vip'] },
    { queues: [] },
  ])
  expect(states(s)).toEqual(['agent.state 1009 ready', 'agent.state 1009 logged_off'])
})
