import { createRandom } from '#server/domain/seeded-random.ts'
import { createJudge } from '#server/domain/speech/complaint/judge.ts'
import type { ComplaintLexicon } from '#server/domain/speech/complaint/lexicon.ts'
import { readComplaint } from '#server/domain/speech/complaint/read-complaint.ts'
import { createSpotter, type Spotter } from '#server/domain/speech/complaint/spotter.ts'
import { fitJudge } from './fit-judge.ts'
import { type ComplaintLine, type ComplaintTexts, fillSlots } from './texts.ts'

const SENTENCES = 1
const FOLDS = 4

const levelIn = (spotter: Spotter, text: string): number =>
  readComplaint([{ utteranceId: '1', revision: 1, isFinal: true, role: 'customer', text, at: 0 }], { spotter }).peak

/** A sentence the model that judged it was not trained on. */
type Unseen = { text: string; family: string; label: number; level: number }

/** Constructions dealt to so many folds; each fold is judged by a model of the others. */
const judgeUnseen = (texts: ComplaintTexts, lexicon: ComplaintLexicon, seed: string): Unseen[] => {
  const random = createRandom(seed)
  const families = random.shuffled([...new Set(texts.lines.map(({ family }) => family))])
  const foldOf = new Map(families.map((family, index) => [family, index % FOLDS]))
  const isIn = (fold: number) => (line: ComplaintLine) => foldOf.get(line.family) === fold
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const spotter = createSpotter(
      lexicon,
      createJudge(
        fitJudge(
          random,
          texts,
          texts.lines.filter((line) => !isIn(fold)(line)),
          lexicon,
        ),
        lexicon,
      ),
    )
    return texts.lines.filter(isIn(fold)).flatMap(({ text, family, label }) =>
      Array.from({ length: SENTENCES }, () => {
        const sentence = fillSlots(random, text, texts.slots)
        return { text: sentence, family, label, level: levelIn(spotter, sentence) }
      }),
    )
  })
}

const shareOf = (unseen: readonly Unseen[], level: number): string =>
  `${((100 * unseen.filter((item) => item.level >= level).length) / unseen.length).toFixed(1)} %`

/** How the words and the model do on what the model was not shown. The words are weighed by hand, by these texts too. */
export const printCross = (
  texts: ComplaintTexts,
  lexicon: ComplaintLexicon,
  seed: string,
  say: (line: string) => void,
): void => {
  const unseen = judgeUnseen(texts, lexicon, seed)
  const ordinary = unseen.filter(({ label }) => label < 2)
  const figures = [2, 3].map((level) => {
    const found = shareOf(
      unseen.filter(({ label }) => label >= level),
      level,
    )
    return `ordinary at ${level} ${shareOf(ordinary, level)}, recall at ${level} ${found}`
  })
  say(`${FOLDS} folds over constructions: ${figures.join('; ')}`)
}
