import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { Step } from '#server/domain/words.ts'
import { type Line, pickText, type TextKind, type Texts } from './texts.ts'

const MORE: readonly string[] = [
  '好的',
  '嗯',
  '那',
  '好的女士',
  '先生',
  '嗯好的',
  '好那',
  '行那',
  '是这样',
  '您好',
  '哎',
  '好的先生',
  '女士',
]

/** Agents begin with a word or two, run sentences together, or are cut off. */
const vary = (random: SeededRandom, text: string): string => {
  if (random.chance(0.2)) return random.pick(MORE) + text
  if (random.chance(0.05) && text.length > 8) return text.slice(0, random.int(5, text.length - 1))
  if (random.chance(0.05)) return `${text}${random.pick(['啊', '哈', '好吧', '是吧', '好吗', '的话', '呢', '哦'])}`
  return text
}

type Talk = { lines: Line[]; say(kind: TextKind): void; answer(): void }

const createTalk = (random: SeededRandom, texts: Texts): Talk => {
  const lines: Line[] = []
  const say = (kind: TextKind) => {
    const isAgent = !kind.startsWith('customer')
    const text = pickText(random, texts, kind)
    lines.push({ kind, text: isAgent && kind !== 'none' ? vary(random, text) : text })
  }
  return {
    lines,
    say,
    answer: () => {
      if (random.chance(0.8)) say('customer_other')
      if (random.chance(0.1)) say('none')
    },
  }
}

const repeat = (count: number, act: () => void): void => {
  for (let i = 0; i < count; i++) act()
}

const talkRound = (random: SeededRandom, { say, answer }: Talk): void => {
  repeat(random.int(0, 3), () => {
    say('need_identification')
    answer()
  })
  repeat(random.int(1, 6), () => {
    say('resolution')
    answer()
    if (random.chance(0.12)) say(random.chance(0.7) ? 'need_identification' : 'confirmation')
    if (random.chance(0.1)) say('customer_need')
  })
  repeat(Number(random.weighted({ 0: 40, 1: 40, 2: 20 })), () => {
    say('confirmation')
    answer()
  })
}

const talkInbound = (random: SeededRandom, talk: Talk): void => {
  if (random.chance(0.25)) talk.say('customer_other')
  if (random.chance(0.92)) talk.say('opening')
  else if (random.chance(0.6)) talk.say('none')
  if (random.chance(0.95)) talk.say('customer_need')
  if (random.chance(0.3)) talk.say('customer_need')
  talkRound(random, talk)
  if (random.chance(0.2)) {
    if (random.chance(0.6)) talk.say('closing')
    talk.say('customer_need')
    talkRound(random, talk)
  }
}

const talkOutbound = (random: SeededRandom, talk: Talk): void => {
  repeat(random.int(1, 3), () => {
    talk.say('opening')
    talk.answer()
  })
  repeat(random.int(1, 4), () => {
    talk.say('need_identification')
    talk.answer()
  })
  if (random.chance(0.6)) talkRound(random, talk)
}

/** Two neighbours of one speaker in one breath; it does what the longer part does. */
const joinNeighbours = (random: SeededRandom, lines: readonly Line[]): Line[] => {
  const joined: Line[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    const isSameSide = last && last.kind.startsWith('customer') === line.kind.startsWith('customer')
    if (!isSameSide || !random.chance(0.35)) joined.push(line)
    else {
      const { kind } = line.kind === 'none' || last.text.length > line.text.length ? last : line
      joined[joined.length - 1] = { kind, text: last.text + line.text }
    }
  }
  return joined
}

/** A made-up call: plausible order, sentences that need not fit each other. */
export const makeCall = (random: SeededRandom, texts: Texts): Line[] => {
  const talk = createTalk(random, texts)
  if (random.chance(0.85)) talkInbound(random, talk)
  else talkOutbound(random, talk)
  if (random.chance(0.92)) {
    repeat(random.int(1, 3), () => {
      talk.say('closing')
      if (random.chance(0.5)) talk.say('customer_other')
    })
  }
  return joinNeighbours(random, talk.lines)
}

export const stepOf = ({ kind }: Line): Step | 'none' | undefined =>
  kind === 'customer_need' || kind === 'customer_other' ? undefined : kind
