import { normalise } from '#server/domain/speech/normalize.ts'

/** Lines of training must not share so many characters in a row with what they are measured by. */
const RUN = 8

const runsOf = (text: string): string[] => {
  const { text: plain } = normalise(text)
  return Array.from({ length: Math.max(0, plain.length - RUN + 1) }, (_, at) => plain.slice(at, at + RUN))
}

/** Tells of a sentence whether it repeats one of those given. */
export const createResemblance = (measured: Iterable<string>): ((sentence: string) => boolean) => {
  const known = new Set<string>()
  for (const text of measured) for (const run of runsOf(text)) known.add(run)
  return (sentence) => runsOf(sentence).some((run) => known.has(run))
}
