/** What a reader can paste; `{host}` is the address of this server. */
export const SNIPPETS = {
  dialplan: `; queues.conf
[complaint]
membergosub = flow-opening

; extensions.conf: runs on the agent's channel as the call is answered
[flow-opening]
exten => s,1,UserEvent(FlowStep,Step: opening)
 same => n,Return()

; anywhere else the agent's leg passes through
 same => n,UserEvent(FlowStep,Step: need_identification)`,
  keypad: `; features.conf
[applicationmap]
step_need => *2,self,UserEvent(FlowStep,Step: need_identification)
step_fix => *3,self,UserEvent(FlowStep,Step: resolution)
step_sure => *4,self,UserEvent(FlowStep,Step: confirmation)
step_bye => *5,self,UserEvent(FlowStep,Step: closing)

; extensions.conf: the agent's leg gets the keys before it rings
 same => n,Queue(complaint,tTcb(agent-keys^s^1),,,90)

[agent-keys]
exten => s,1,Set(DYNAMIC_FEATURES=step_need#step_fix#step_sure#step_bye)
 same => n,Return()`,
  action: `Action: UserEvent
UserEvent: FlowStep
Step: need_identification
Agent: 1003

Action: UserEvent
UserEvent: ComplaintLevel
Level: 3
Reason: asks for the regulator
Agent: 1003`,
  companion: `import { io } from 'socket.io-client'

const feed = io('{host}', {
  path: '/feed',
  transports: ['websocket'],
  auth: { token: process.env.LINEWARDEN_FEED_TOKEN },
})
const epoch = \`crm-\${Date.now()}\`
let count = 0

feed.on('connect', () => {
  feed.emit('feed:hello', { v: 1, feedId: 'pbx-1', epoch, order: 'time', resumed: true }, console.log)
})
setInterval(() => feed.emit('feed:heartbeat', { at: new Date().toISOString() }, () => {}), 1000)

const send = (event) => {
  const head = { eventId: String(++count), occurredAt: new Date().toISOString() }
  return feed.emitWithAck('feed:events', { events: [{ ...head, ...event }] })
}

export const reportStep = (agentId, step) =>
  send({ type: 'step.entered', agentId, data: { step, by: 'script' } })

export const reportIdentity = (agentId) =>
  send({ type: 'call.fact', agentId, data: { name: 'identity.verified', value: true } })`,
  asr: `// the connection and \`send\` of the companion above, with the asr token
export const reportUtterance = (agentId, utteranceId, role, text) =>
  send({ type: 'transcript.segment', agentId, data: { utteranceId, role, text, isFinal: true } })

// an analyser that finds steps in the text reports them with a crm or desktop token
export const reportFoundStep = (agentId, step) =>
  send({ type: 'step.entered', agentId, data: { step, by: 'upstream' } })`,
} as const

/** Makes the token a companion needs. */
export const TOKEN_COMMANDS = {
  companion: 'npm run admin -- feed add crm --origin crm --feed pbx-1',
  asr: 'npm run admin -- feed add asr --origin asr --feed pbx-1',
} as const
