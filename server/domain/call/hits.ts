import { insert } from '../insert.ts'
import { keep } from '../keep.ts'
import type { Action, ActionUse } from '../playbook/action.ts'
import type { SpokenHit } from '../playbook/compiled.ts'
import { hintsIn, mayHaveBeen } from '../playbook/hints.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { rememberLast, rememberSum } from '../remember.ts'
import { firstWhere } from '../speech/chain.ts'
import type { UnknownReason } from '../words.ts'
import type { Evidence, Utterance } from './call.ts'
import type { Handling } from './handling.ts'
import type { Word } from './listening.ts'
import type { Talk } from './talk.ts'
import type { TalkEvent } from './told-events.ts'

/** An action seen done. `at` is when it began; a system's word is known to be true. */
export type Hit = { at: number; isSystem: boolean; evidence: Evidence }

const catalogueOf = keep(
  ({ actions }: Playbook): ReadonlyMap<string, Action> => new Map(actions.map((action) => [action.id, action])),
)

export const actionOf = (playbook: Playbook, id: string): Action | undefined => catalogueOf(playbook).get(id)

/** Which actions each event proves. */
const provedBy = keep(({ actions }: Playbook): ReadonlyMap<string, readonly string[]> => {
  const made = new Map<string, string[]>()
  for (const { id, events } of actions) for (const event of events) made.set(event, [...(made.get(event) ?? []), id])
  return made
})

const toHit = ({ at, eventId, name }: TalkEvent): Hit => ({
  at,
  isSystem: true,
  evidence: { eventId, at, kind: 'event', text: name },
})

const toSpokenHit = ({ utterance, at }: Word, { from, to }: SpokenHit): Hit => ({
  at,
  isSystem: false,
  evidence: {
    eventId: utterance.utteranceId,
    at: utterance.at,
    kind: 'utterance',
    text: utterance.text.slice(from, to),
    said: { utteranceId: utterance.utteranceId, from, to },
  },
})

/** What was said in one utterance to do something, by action. */
const doneBy = (word: Word): readonly { id: string; hit: Hit }[] =>
  word.hits.flatMap((hit) => (hit.kind === 'action' ? [{ id: hit.id, hit: toSpokenHit(word, hit) }] : []))

/** Actions that words can prove. */
const sayable = keep(
  ({ actions }: Playbook): ReadonlySet<string> =>
    new Set(
      actions.flatMap(({ id, systemOnly, evidence }) => (!systemOnly && evidence.includes('speech') ? [id] : [])),
    ),
)

type Found = Map<string, readonly Hit[]>
/** Every action that was seen done, with every time. */
export type Done = ReadonlyMap<string, readonly Hit[]>

const byTime = (a: Hit, b: Hit) => a.at - b.at

const add = (found: Found, id: string, hit: Hit): void => {
  found.set(id, insert(found.get(id) ?? [], hit, byTime))
}

const collectTold = ({ playbook, events }: Handling): Found => {
  const found: Found = new Map()
  const proved = provedBy(playbook)
  for (const event of events) for (const id of proved.get(event.name) ?? []) add(found, id, toHit(event))
  return found
}

/** Another map tells that there is more in it. */
const collect = rememberSum<Handling, Word, Done>(collectTold, (found, word, { playbook }) => {
  const canBeSaid = sayable(playbook)
  const said = doneBy(word).filter(({ id }) => canBeSaid.has(id))
  if (said.length === 0) return found
  const more = new Map(found)
  for (const { id, hit } of said) add(more, id, hit)
  return more
})

/** Whoever waited long enough after the goodbye may hang up. */
const withLateRelease = rememberLast((talk: Handling, _: 'done', found: Done): Done => {
  const release = talk.events.find(({ name }) => name === 'call.released.by_agent')
  if (!release) return found
  const more = new Map(found)
  for (const { id, metrics } of talk.playbook.actions)
    for (const { metric, atLeast = 0 } of metrics) {
      if (metric !== 'agent_release_after_bye_sec') continue
      const bye = more.get('CLOSE_BYE')?.findLast(({ at }) => at <= release.at)
      if (bye && release.at - bye.at >= atLeast * 1000) more.set(id, [...(more.get(id) ?? []), toHit(release)])
    }
  return more
})

/** What was told and said to do something in one handling. */
export const listDone = (handling: Handling, words: readonly Word[]): Done =>
  withLateRelease(handling, 'done', collect(handling, words))

const NONE: readonly Hit[] = []

/** Every time the action was seen done in this handling, in order, in whatever step. */
export const hitsOf = (talk: Talk, action: string): readonly Hit[] => talk.done.get(action) ?? NONE

/** The same with what was done in the call before. */
export const hitsSoFar = (talk: Talk, action: string): readonly Hit[] =>
  talk.earlier.length === 0
    ? hitsOf(talk, action)
    : [...talk.earlier.flatMap((before) => hitsOf(before, action)), ...hitsOf(talk, action)]

/** The words of a handling are asked again and again. */
const hintsOf = rememberLast(({ playbook }: Handling, utterance: Utterance) => hintsIn(playbook, utterance))

/** Whether something said from one time on, and before another, may have been the action: then nobody can say it was not. */
export const isHinted = (talk: Talk, use: ActionUse, from: number, before: number): boolean => {
  const { words, playbook } = talk
  if (actionOf(playbook, use.action)?.evidence[0] !== 'speech') return false
  for (let i = firstWhere(words, ({ at }) => at >= from); i < words.length; i++) {
    const { at, utterance } = words[i] as Word
    if (at >= before) return false
    if (mayHaveBeen(hintsOf(talk, utterance), use)) return true
  }
  return false
}

const isMeasuredAtEnd = ({ metrics }: Action) => metrics.some(({ metric }) => metric === 'agent_release_after_bye_sec')

/** Why not everything said up to then was heard; undefined where it was. */
export const whyUnheard = ({ listening }: Pick<Talk, 'listening'>, at: number): UnknownReason | undefined => {
  if (listening.isCompleteUntil(at)) return undefined
  if (listening.state === 'none') return 'no_transcript'
  return listening.state === 'failed' ? 'transcript_failed' : 'transcript_gap'
}

/** Why the action would not have been seen, had it been done by then; undefined where it would. What proves it first decides. */
export const whyUnseen = (talk: Talk, id: string, at: number): UnknownReason | undefined => {
  const action = actionOf(talk.playbook, id)
  if (!action) return 'not_measured'
  if (isMeasuredAtEnd(action))
    return talk.segment.endCause === 'agent_hangup' ? whyUnheard(talk, talk.to) : 'not_measured'
  const [kind] = action.evidence
  if (action.systemOnly || kind === 'system') return talk.tells(action.events) ? undefined : 'no_system'
  return kind === 'speech' ? whyUnheard(talk, at) : 'not_measured'
}

export const wouldBeSeen = (talk: Talk, id: string, at: number): boolean => whyUnseen(talk, id, at) === undefined
