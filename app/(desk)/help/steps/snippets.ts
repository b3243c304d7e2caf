/** What a reader can paste. `{host}` is the address of this server. */
export const SNIPPETS = {
  dialplan: `; [queue-complaint] runs on the caller's channel
exten => s,1,Answer()
 same => n,Playback(greeting)
 same => n,UserEvent(FlowStep,Step: opening)
 same => n,Queue(complaint,c,,,90)
 same => n,Hangup()`,
  keypad: `; features.conf
[applicationmap]
step-need => *2,self,Gosub,"flow-step,s,1(need_identification)"
step-fix  => *3,self,Gosub,"flow-step,s,1(resolution)"
step-sure => *4,self,Gosub,"flow-step,s,1(confirmation)"
step-bye  => *5,self,Gosub,"flow-step,s,1(closing)"

; extensions.conf: the names above are switched on for the agent's leg
[from-queue-member]
exten => _X.,1,Set(__DYNAMIC_FEATURES=step-need#step-fix#step-sure#step-bye)
 same => n,Dial(PJSIP/\${EXTEN},20)

[flow-step]
exten => s,1,UserEvent(FlowStep,Step: \${ARG1})
 same => n,Return()`,
  action: `Action: UserEvent
UserEvent: FlowStep
Step: need_identification
Agent: PJSIP/1003
Linkedid: 1795323002.0

Action: UserEvent
UserEvent: ComplaintLevel
Level: 3
Reason: asks for the regulator
Agent: PJSIP/1003`,
  token: {
    companion: 'npm run admin -- feed add pbx-1-crm --companion-of pbx-1 --origin crm',
    asr: 'npm run admin -- feed add pbx-1-asr --companion-of pbx-1 --origin asr',
  },
  companion: `import { io } from 'socket.io-client'

const feed = io('{host}', { path: '/feed', transports: ['websocket'], auth: { token: process.env.FEED_TOKEN } })
const epoch = 'crm-' + Date.now()
let n = 0

feed.on('connect', async () => {
  await feed.emitWithAck('feed:hello', { v: 1, feedId: 'pbx-1', epoch, order: 'time', resumed: true })
})

export const reportStep = (callId, agentId, step) =>
  feed.emitWithAck('feed:events', {
    events: [
      { eventId: String(++n), occurredAt: new Date().toISOString(), type: 'step.entered', callId, agentId, data: { step, by: 'script' } },
    ],
  })

export const reportIdentity = (callId, agentId) =>
  feed.emitWithAck('feed:events', {
    events: [
      { eventId: String(++n), occurredAt: new Date().toISOString(), type: 'call.fact', callId, agentId, data: { name: 'identity.verified', value: true } },
    ],
  })`,
  asr: `// the same connection as above, with an asr token
export const reportUtterance = (callId, agentId, role, text, utteranceId) =>
  feed.emitWithAck('feed:events', {
    events: [
      {
        eventId: utteranceId,
        occurredAt: new Date().toISOString(),
        type: 'transcript.segment',
        callId,
        agentId,
        data: { utteranceId, role, text, isFinal: true },
      },
    ],
  })`,
} as const
