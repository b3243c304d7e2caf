import { limitsOf } from '#server/domain/playbook/limits.ts'
import type { Step } from '#server/domain/words.ts'
import type { Beat, Casting } from './conversation.ts'
import { CUSTOMER_LINES, ESCALATIONS, FILLERS } from './lines.ts'

type LineBeat = Extract<Beat, { do: 'line' }>
type Span = { from: number; to: number }
type Role = LineBeat['role']

export type Speakers = {
  /** What is said between `from` and `to`, not during `hold`. */
  talk(stay: Span & { step: Step }, hold: Span | undefined): LineBeat[]
  escalate(at: number): { beat: LineBeat; level: number }
}

const PER_CHARACTER_MS = 190

export const fillWords = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replace(/\{(.+?)\}/g, (whole, name: string) => words[name] ?? whole)

/** Both sides of one talk: they say each prepared line once, and small words when nothing is left. */
export const createSpeakers = ({ random, playbook, scenario, speechGapMs, words }: Casting): Speakers => {
  const decks = new Map<string, string[]>()

  let lastFiller = ''
  const fillIn = (role: Role): string => {
    lastFiller = random.pick(FILLERS[role].filter((text) => text !== lastFiller))
    return lastFiller
  }

  /** With less prepared than there is time for, small words in between make it last. */
  const nextText = (step: Step, role: Role, turnsLeft: number): string => {
    const key = `${step}/${role}`
    let deck = decks.get(key)
    if (!deck) {
      const prepared =
        role === 'agent'
          ? (limitsOf(playbook, scenario, step)?.phrases ?? []).map((phrase) => phrase.zh)
          : [...CUSTOMER_LINES[scenario][step]]
      deck = step === 'opening' ? random.shuffled(prepared).slice(0, role === 'agent' ? 1 : 2) : prepared
      if (scenario === 'satisfaction_callback' && step === 'opening') deck = prepared
      decks.set(key, deck)
    }
    const isFiller = turnsLeft < Number.POSITIVE_INFINITY && !random.chance(deck.length / Math.max(1, turnsLeft))
    return fillWords((isFiller ? undefined : deck.shift()) ?? fillIn(role), words)
  }

  const utter = (role: Role, text: string, from: number): LineBeat => ({
    at: from + 600 + text.length * PER_CHARACTER_MS,
    do: 'line',
    role,
    text,
    from,
  })

  return {
    talk({ step, from, to }, hold) {
      if (speechGapMs === 0) return []
      const beats: LineBeat[] = []
      for (const side of ['agent', 'customer'])
        if (decks.get(`${step}/${side}`)?.length === 0) decks.delete(`${step}/${side}`)
      let clock = from + random.int(200, 900)
      let role: Role = step === 'need_identification' ? 'customer' : 'agent'
      while (clock < to - 800) {
        if (hold && clock > hold.from - 2_000 && clock < hold.to) clock = hold.to + 500
        const turnsLeft = beats.length < 2 ? Number.POSITIVE_INFINITY : (to - clock) / (2 * speechGapMs)
        const beat = utter(role, nextText(step, role, turnsLeft), clock)
        if (beat.at > to || (hold && clock < hold.from && beat.at > hold.from)) {
          if (beats.length > 0 || to - clock < 2_000) break
          beat.at = to
        }
        beats.push(beat)
        const spoken = beat.at - clock
        clock = beat.at + random.int(200, Math.max(400, 2 * (speechGapMs - spoken)))
        role = random.chance(0.85) ? (role === 'agent' ? 'customer' : 'agent') : role
      }
      return beats
    },
    escalate(at) {
      const { level, text } = random.pick(ESCALATIONS)
      return { beat: utter('customer', text, at), level }
    },
  }
}
