import { shippedComplaintLexicon } from './load.ts'
import { createSpotter, type Spotter } from './spotter.ts'

let spotter: Spotter | undefined

/** Listens by the words and the model the product ships with; made once, at the first call for it. */
export const shippedSpotter = (): Spotter => {
  spotter ??= createSpotter(shippedComplaintLexicon())
  return spotter
}
