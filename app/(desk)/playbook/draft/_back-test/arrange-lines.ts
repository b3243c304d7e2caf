import type { BackTestLine } from '#server/domain/playbook/back-test/report.ts'
import type { SORTS, UNKNOWN_SCENARIO } from '../search-params.ts'

type Wanted = {
  scenario: NonNullable<BackTestLine['scenario']> | typeof UNKNOWN_SCENARIO | null
  sort: (typeof SORTS)[number]
  isWhole: boolean
}

export const changesOf = ({ appeared, disappeared, changed }: BackTestLine): number => appeared + disappeared + changed

/** Lines as somebody wants to read them; most first, equal ones as they came. */
export const arrangeLines = (lines: readonly BackTestLine[], { scenario, sort, isWhole }: Wanted): BackTestLine[] => {
  const shown = lines.filter(
    (line) => (isWhole || changesOf(line) > 0) && (scenario === null || (line.scenario ?? 'none') === scenario),
  )
  return sort === 'change' ? shown : shown.toSorted((a, b) => b[sort] - a[sort])
}
