import type { EventData } from '#server/domain/event.ts'
import { scenarioOf } from '#server/domain/playbook/limits.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { type Beat, planConversation } from './conversation.ts'
import type { Desk, Seat } from './desk.ts'
import { HABITS } from './habits.ts'
import { toIso } from './journal.ts'
import { type LiveCall, legOf, type Registry, type Stage } from './live-call.ts'
import { type LineBeat, partialsOf } from './partials.ts'
import { afterCallOf } from './scripts.ts'
import { COMPLAINT_QUEUE, INBOUND_LINES } from './staff.ts'

export type TalkOptions = {
  playbook: Playbook
  /** Average milliseconds from one utterance to the next; 0 = nobody is heard. */
  speechGapMs: number
  /** A hold this long is a long hold. */
  longHoldMs: number
  /** Lines are told while they are being said, too. */
  partials?: boolean
  /** Queues whose agents have no script tool: their steps are only heard. */
  unscripted?: readonly string[]
}

type Told = Pick<EventData<'transcript.segment'>, 'revision' | 'isFinal' | 'endOffsetMs' | 'confidence'>

const SEC = 1_000

/** Calls in which somebody talks, up to the end of the agent's work after them. */
export const createTalking = (
  { random, journal }: Stage,
  { live, clear, forget, later, startSegment }: Registry,
  desk: () => Desk,
  enqueue: (call: LiveCall, at: number) => void,
  { playbook, speechGapMs, longHoldMs, partials = false, unscripted = [] }: TalkOptions,
) => {
  const isHeard = ({ line }: LiveCall) => speechGapMs > 0 && line.evidence

  /** The recogniser has told all it heard of this agent. */
  const stopHearing = (call: LiveCall, at: number) => {
    if (isHeard(call)) journal.write(at, 'transcript.ended', legOf(call), {})
  }

  const talk = (call: LiveCall, seat: Seat, at: number) => {
    call.turn += 1
    call.state = 'connected'
    call.answeredAt = at
    const { line, scenario } = call
    if (isHeard(call)) journal.write(at, 'transcript.started', legOf(call), { engine: 'simulated' })
    const isFirst = call.segments === 1
    const isSurprise = line.scenario !== scenario
    const isTagged = isSurprise || (isFirst && !call.omitted.has('NEED_TAG') && random.chance(HABITS.tagged))
    const beats = planConversation({
      random,
      playbook,
      scenario,
      evidence: line.evidence,
      tag: !line.evidence || !isTagged ? 'never' : line.scenario ? 'early' : 'late',
      isHandover: call.isNeedKnown,
      speechGapMs,
      longHoldMs,
      words: { ...call.words, 工号: seat.hire.agentId },
      omitted: call.omitted,
    })
    play(call, beats, 0, at, at)
  }

  const play = (call: LiveCall, beats: readonly Beat[], index: number, answeredAt: number, now: number): void => {
    const beat = beats[index]
    if (!beat) return
    if (beat.do === 'line') mutter(call, beat, answeredAt, now)
    later(call, answeredAt + beat.at, (then) => {
      const { turn } = call
      perform(call, beat, then)
      if (call.turn === turn) play(call, beats, index + 1, answeredAt, then)
    })
  }

  const perform = (call: LiveCall, beat: Beat, at: number): void => {
    const leg = legOf(call)
    switch (beat.do) {
      case 'step': {
        call.isNeedKnown ||= beat.step === 'need_identification'
        if (unscripted.includes(call.line.queueId)) return
        const script = { by: 'script', scriptId: `flow-${call.scenario}`, scriptVersion: '1' } as const
        return journal.write(at, 'step.entered', leg, { step: beat.step, ...script })
      }
      case 'line':
        return utter(call, beat, at)
      case 'hold':
        return setHeld(call, at, true)
      case 'retrieve':
        return setHeld(call, at, false)
      case 'consult':
        return startConsult(call, at)
      case 'consult_end':
        return endConsult(call, at, beat.handOver)
      case 'fact':
        return journal.write(at, 'call.fact', leg, beat.fact)
      case 'tag':
        return journal.write(at, 'scenario.tagged', leg, { scenario: beat.scenario })
      case 'help':
        return journal.write(at, 'help.requested', leg, { reason: beat.reason })
      case 'help_over':
        if (beat.taken) return journal.write(at, 'help.taken', leg, { by: '现场主管' })
        return journal.write(at, 'help.cancelled', leg, {})
      case 'plant':
        return plant(call, beat, at)
      case 'transfer':
        return transferToQueue(call, at)
      case 'end':
        stopHearing(call, at)
        clear(call, at, beat.cause)
        return finish(call, at)
    }
  }

  const partialsIn = (call: LiveCall, beat: LineBeat) => (partials && isHeard(call) ? partialsOf(beat) : [])

  const tellLine = (call: LiveCall, { role, from }: LineBeat, at: number, line: { text: string } & Told) =>
    journal.write(at, 'transcript.segment', legOf(call), {
      utteranceId: `${call.segmentId}/u${call.utterances + 1}`,
      role,
      lang: 'zh-CN',
      beginOffsetMs: from,
      ...line,
    })

  /** The next line of a call, while it is being said. */
  const mutter = (call: LiveCall, beat: LineBeat, answeredAt: number, now: number) => {
    for (const [revision, { at, text }] of partialsIn(call, beat).entries())
      if (answeredAt + at > now)
        later(call, answeredAt + at, (then) => tellLine(call, beat, then, { text, revision, isFinal: false }))
  }

  const utter = (call: LiveCall, beat: LineBeat, at: number) => {
    const confidence = random.int(86, 98) / 100
    const revision = partialsIn(call, beat).length
    tellLine(call, beat, at, { text: beat.text, revision, isFinal: true, endOffsetMs: beat.at, confidence })
    call.utterances += 1
  }

  const plant = (call: LiveCall, { kind, step, level, action }: Extract<Beat, { do: 'plant' }>, at: number) => {
    const { callId, segmentId = '', agentId = '' } = legOf(call)
    journal.plant({ at: toIso(at), callId, segmentId, agentId, scenario: call.scenario, kind, step, level, action })
  }

  const setHeld = (call: LiveCall, at: number, isHeld: boolean) => {
    if (call.isHeld === isHeld) return
    call.isHeld = isHeld
    call.state = isHeld ? 'held' : 'connected'
    journal.write(at, isHeld ? 'call.held' : 'call.retrieved', legOf(call), { by: 'agent' })
  }

  /** The agent's part is over: wrap-up, then the next thing. The call is forgotten with its last agent. */
  const finish = (call: LiveCall, at: number) => {
    const { seat, partner, turn } = call
    call.partner = undefined
    if (partner) desk().goReady(partner, at)
    if (!seat) return
    const { target, max } = scenarioOf(playbook, call.scenario)?.acwSec ?? { target: 20, max: 60 }
    const leg = legOf(call)
    desk().wrapUp(seat, at, Math.min(random.logNormal(target * 0.9, 0.45), max * 0.95) * SEC, (then) => {
      if (call.turn !== turn || call.state !== 'cleared' || !live.has(call.callId)) return
      if (call.line.evidence)
        for (const part of afterCallOf(call.scenario, call.omitted))
          if (part.do === 'tell') journal.write(then, 'call.fact', leg, { name: part.fact })
      forget(call)
    })
  }

  /** The customer waits while the agent asks a colleague; with nobody free it stays a hold. */
  const startConsult = (call: LiveCall, at: number) => {
    setHeld(call, at, true)
    const partner = desk().findIdle(COMPLAINT_QUEUE) ?? desk().findIdle(call.line.queueId)
    if (!partner) return
    call.partner = partner
    call.state = 'consulting'
    desk().enter(partner, at, 'busy')
    journal.write(at, 'call.consult_started', legOf(call), { withAgentId: partner.hire.agentId })
  }

  const endConsult = (call: LiveCall, at: number, handOver: boolean) => {
    const { partner } = call
    call.partner = undefined
    if (partner) journal.write(at, 'call.consult_ended', legOf(call), { withAgentId: partner.hire.agentId })
    if (partner && handOver) return handOverTo(call, partner, at)
    if (partner) desk().goReady(partner, at)
    setHeld(call, at, false)
  }

  const handOverTo = (call: LiveCall, partner: Seat, at: number) => {
    const { segmentId: transferredFromSegmentId } = call
    stopHearing(call, at)
    journal.write(at, 'call.transferred', legOf(call), { kind: 'attended', toAgentId: partner.hire.agentId })
    call.turn += 1
    finish(call, at)
    startSegment(call, partner)
    const head = { ...legOf(call), deviceId: partner.hire.deviceId, related: { transferredFromSegmentId } }
    journal.write(at, 'call.connected', head, {})
    talk(call, partner, at)
  }

  const transferToQueue = (call: LiveCall, at: number) => {
    const others = INBOUND_LINES.filter((line) => line !== call.line && line.evidence)
    const line = random.pick(others)
    stopHearing(call, at)
    // Whoever passes a call on to another line says what it is about, or that line would take it for one of its own.
    if (line.scenario !== call.scenario && call.line.evidence)
      journal.write(at, 'scenario.tagged', legOf(call), { scenario: call.scenario })
    journal.write(at, 'call.transferred', legOf(call), { kind: 'blind', toQueueId: line.queueId })
    call.turn += 1
    finish(call, at)
    call.line = line
    enqueue(call, at)
  }

  return {
    answer(call: LiveCall, seat: Seat, at: number) {
      const { callId, direction, line } = call
      if (direction === 'inbound')
        journal.write(at, 'call.dequeued', { callId, queueId: line.queueId }, { reason: 'answered' })
      journal.write(at, 'call.connected', { ...legOf(call), deviceId: seat.hire.deviceId }, {})
      desk().enter(seat, at, 'busy')
      talk(call, seat, at)
    },
  }
}
