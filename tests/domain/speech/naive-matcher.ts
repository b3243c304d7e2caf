import { isDigit } from '#server/domain/speech/characters.ts'
import { type CueGroup, parseCue } from '#server/domain/speech/cue.ts'
import { normalise } from '#server/domain/speech/normalize.ts'

type Place = { from: number; to: number }

const digitRuns = (text: string): Place[] => {
  const places: Place[] = []
  for (let from = 0; from < text.length; ) {
    let to = from
    while (to < text.length && to - from < 20 && isDigit(text.charCodeAt(to))) to++
    if (to > from) places.push({ from, to })
    from = Math.max(to, from + 1)
  }
  return places
}

const placesOf = (text: string, group: CueGroup): Place[] => {
  if (group.isDigits) return digitRuns(text)
  return group.literals.flatMap((literal) =>
    [...text]
      .map((_, from) => ({ from, to: from + literal.length }))
      .filter(({ from, to }) => text.slice(from, to) === literal),
  )
}

/** Exact hits by trying everything; of the ways that end at one place the shortest, from the left without overlap. */
export const findNaively = (original: string, cue: string): Place[] => {
  const { text, at, to } = normalise(original)
  const parsed = parseCue(cue)
  const fits = (gap: { min: number; max: number } | undefined, room: number) =>
    gap !== undefined && room >= gap.min && room <= gap.max
  let ways: Place[] = []
  parsed.groups.forEach((group, index) => {
    const places = placesOf(text, group)
    const gap = parsed.gaps[index]
    if (index === 0) ways = places.filter(({ from }) => !parsed.isFromBegin || fits(gap, from))
    else
      ways = ways.flatMap((way) =>
        places.filter(({ from }) => fits(gap, from - way.to)).map((place) => ({ from: way.from, to: place.to })),
      )
  })
  if (parsed.toEnd) ways = ways.filter((way) => fits(parsed.toEnd, text.length - way.to))
  ways.sort((a, b) => a.to - b.to || b.from - a.from)
  const kept: Place[] = []
  let lastEnd = -1
  for (const way of ways) {
    if (way.to !== lastEnd && way.from >= (kept.at(-1)?.to ?? 0)) kept.push(way)
    lastEnd = way.to
  }
  return kept.map((way) => ({ from: at[way.from] ?? 0, to: to[way.to - 1] ?? 0 }))
}
