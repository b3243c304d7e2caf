import { STEPS, type Step } from '#server/domain/words.ts'

/** `said` is undefined where nothing was said of the utterance at all. */
export type Pair = { label: Step; said: Step | undefined }

export type StepScore = { step: Step; precision: number; recall: number; f1: number; labels: number }

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

const scoreStep = (pairs: readonly Pair[], step: Step): StepScore => {
  const labels = pairs.filter(({ label }) => label === step).length
  const said = pairs.filter((pair) => pair.said === step).length
  const right = pairs.filter((pair) => pair.label === step && pair.said === step).length
  return {
    step,
    precision: share(right, said),
    recall: share(right, labels),
    f1: share(2 * right, labels + said),
    labels,
  }
}

/** Scores of the steps that occur in the labels. */
export const scoreSteps = (pairs: readonly Pair[]): StepScore[] =>
  STEPS.map((step) => scoreStep(pairs, step)).filter(({ labels }) => labels > 0)

export const macroF1 = (pairs: readonly Pair[]): number => {
  const scores = scoreSteps(pairs)
  return share(
    scores.reduce((sum, { f1 }) => sum + f1, 0),
    scores.length,
  )
}

/** Rows are labels, columns what was said; the last column is nothing at all. */
export const confusion = (pairs: readonly Pair[]): number[][] =>
  STEPS.map((label) =>
    [...STEPS, undefined].map((said) => pairs.filter((pair) => pair.label === label && pair.said === said).length),
  )
