import type { Step } from '../words.ts'

/** A figure for each step, by its place among STEPS. Written out, since it is made for each utterance. */
export const byStep = (figureOf: (index: number) => number): Record<Step, number> => ({
  opening: figureOf(0),
  need_identification: figureOf(1),
  resolution: figureOf(2),
  confirmation: figureOf(3),
  closing: figureOf(4),
})
