import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { Scenario, Step } from '#server/domain/words.ts'
import type { Beat } from './conversation.ts'
import { CUSTOMER_LINES, ESCALATIONS, FILLERS, HOLD_LINES } from './lines.ts'
import type { LineBeat } from './partials.ts'
import type { Part } from './script-part.ts'
import { HOLD_ASK, HOLD_THANK } from './scripts.ts'

type Span = { from: number; to: number }
type Role = LineBeat['role']
/** A part with its wording chosen. */
type Prepared = { do: 'say'; role: Role; text: string } | Exclude<Part, { do: 'say' }>

type Voices = {
  random: SeededRandom
  scenario: Scenario
  /** Average milliseconds from one utterance to the next; 0 = silent. */
  speechGapMs: number
  words: Readonly<Record<string, string>>
  /** Actions the agent leaves out. */
  omitted: ReadonlySet<string>
}

const PER_CHARACTER_MS = 190
const BREATH_MS = 600
/** Above this people say so little that not everything is said. */
const WHOLE_GAP_MS = 8_000
const TELL_MS = 600

export const fillWords = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replace(/\{(.+?)\}/g, (whole, name: string) => words[name] ?? whole)

const lengthOf = (text: string) => BREATH_MS + text.length * PER_CHARACTER_MS
const timeFor = (parts: readonly Prepared[]): number =>
  parts.reduce((sum, part) => sum + (part.do === 'say' ? lengthOf(part.text) + 500 : TELL_MS), 0)

const utter = (role: Role, text: string, from: number): LineBeat => ({
  at: from + lengthOf(text),
  do: 'line',
  role,
  text,
  from,
})

/** The last sentence, and what systems tell before it, waits for the end of the stay. */
const isTail = (todo: readonly Prepared[], leftMs: number): boolean =>
  leftMs > timeFor(todo) + 6_000 && todo.filter((part) => part.do === 'say').length <= 1

/** Both sides of one talk: they go through the script, with small words in between where there is time. */
export const createSpeakers = ({ random, scenario, speechGapMs, words, omitted }: Voices) => {
  const decks = new Map<Step, string[]>()
  let lastFiller = ''

  const fillIn = (role: Role): string => {
    lastFiller = random.pick(FILLERS[role].filter((text) => text !== lastFiller))
    return lastFiller
  }

  const deckOf = (step: Step): string[] => {
    const known = decks.get(step)
    if (known && known.length > 0) return known
    const prepared = [...CUSTOMER_LINES[scenario][step]]
    const isChoice = step === 'opening' && scenario !== 'satisfaction_callback'
    const deck = isChoice ? random.shuffled(prepared).slice(0, 2) : prepared
    decks.set(step, deck)
    return deck
  }

  const smallTalk = (step: Step, role: Role, turnsLeft: number): string => {
    if (role === 'agent') return fillIn('agent')
    const deck = deckOf(step)
    const isPrepared = turnsLeft <= deck.length || random.chance(deck.length / Math.max(1, turnsLeft))
    return fillWords((isPrepared ? deck.shift() : undefined) ?? fillIn('customer'), words)
  }

  const prepare = (script: readonly Part[]): Prepared[] =>
    script.flatMap((part): Prepared[] => {
      if (part.do !== 'say') return [part]
      if (speechGapMs === 0 || (speechGapMs > WHOLE_GAP_MS && !random.chance(WHOLE_GAP_MS / speechGapMs))) return []
      return [{ do: 'say', role: part.role, text: fillWords(random.pick(part.texts), words) }]
    })

  const act = (part: Exclude<Prepared, { do: 'say' }>, at: number): Beat => {
    if (part.do === 'tag') return { at, do: 'tag', scenario }
    const values: Partial<Record<string, string | number>> = {
      'order.result': 'success',
      'survey.score_recorded': Number(words.分数),
    }
    const value = values[part.fact]
    return { at, do: 'fact', fact: { name: part.fact, ...(value === undefined ? {} : { value }) } }
  }

  /** Where nobody is heard only what systems tell happens. */
  const actOnly = (parts: readonly Prepared[], { from, to }: Span): Beat[] => {
    const acts = parts.filter((part) => part.do !== 'say')
    return acts.map((part, i) => act(part, Math.round(from + ((to - from) * (i + 1)) / (acts.length + 1))))
  }

  const aroundHold = (hold: Span): LineBeat[] => {
    const ask = random.pick(HOLD_LINES.ask)
    const thank = random.pick(HOLD_LINES.thank)
    return [
      ...(omitted.has(HOLD_ASK) ? [] : [utter('agent', ask, hold.from - lengthOf(ask) - 200)]),
      ...(omitted.has(HOLD_THANK) ? [] : [utter('agent', thank, hold.to + 300)]),
    ]
  }

  return {
    prepare,
    timeFor,

    /** What happens in one stay: the script from its beginning to its end, the customer's lines and small words between. */
    talk({ step, from, to }: Span & { step: Step }, parts: readonly Prepared[], hold: Span | undefined): Beat[] {
      if (speechGapMs === 0) return actOnly(parts, { from, to })
      const beats: Beat[] = []
      const todo = [...parts]
      let clock = from + random.int(200, 900)
      let role: Role = step === 'need_identification' ? 'customer' : 'agent'
      let isHoldAhead = hold !== undefined && hold.from > from && hold.to < to
      const say = (who: Role, text: string) => {
        const beat = utter(who, text, clock)
        beats.push(beat)
        const pause = random.int(200, Math.max(400, 2 * (speechGapMs - (beat.at - clock))))
        clock = Math.min(beat.at + pause, Math.max(beat.at + 200, to - timeFor(todo)))
        role = random.chance(0.85) ? (who === 'agent' ? 'customer' : 'agent') : who
      }
      while (clock < to - 400) {
        const [next] = todo
        if (hold && isHoldAhead && clock + (next?.do === 'say' ? lengthOf(next.text) : 2_000) > hold.from - 4_500) {
          beats.push(...aroundHold(hold))
          clock = hold.to + 3_000
          isHoldAhead = false
        } else if (next && next.do !== 'say' && !isTail(todo, to - clock)) {
          todo.shift()
          beats.push(act(next, Math.round(clock)))
          clock += random.int(100, TELL_MS)
        } else {
          const spare = to - clock - timeFor(todo)
          const turnsLeft = (to - clock) / (2 * speechGapMs)
          const isTurn =
            next?.do === 'say' &&
            role === next.role &&
            !isTail(todo, to - clock) &&
            random.chance(todo.length / Math.max(1, turnsLeft))
          const isFirst = step === 'need_identification' && beats.length === 0
          const other = isFirst || (spare > 5_000 && !isTurn) ? smallTalk(step, role, turnsLeft) : undefined
          if (other !== undefined && (isFirst || lengthOf(other) < spare) && (next || step !== 'closing'))
            say(role, other)
          else if (next) {
            todo.shift()
            if (next.do === 'say') say(next.role, next.text)
            else beats.push(act(next, Math.round(clock)))
          } else break
        }
      }
      for (const part of todo)
        beats.push(part.do === 'say' ? { ...utter(part.role, part.text, to - lengthOf(part.text)) } : act(part, to))
      return beats.filter((beat) => beat.at <= to)
    },

    escalate(at: number, wanted?: number) {
      const fitting = ESCALATIONS.filter(({ level }) => wanted === undefined || level === wanted)
      const { level, text } = random.pick(fitting)
      return { beat: utter('customer', text, at), level }
    },
  }
}
export type Speakers = ReturnType<typeof createSpeakers>
