import type { RowOutcome } from '../domain/people/plan.ts'
import type { ImportAnswer, ImportLine } from '../protocol/imports.ts'

/** Lines of one outcome that are told of one by one. */
const MOST_TOLD = 100

/** What became of each line, told so that it fits a frame. */
export const answerImport = (lines: readonly ImportLine[], applied: boolean): ImportAnswer => {
  const of = (outcome: RowOutcome['outcome']) =>
    lines.filter((line) => line.outcome === outcome).toSorted((a, b) => a.line - b.line)
  const [refused, changed, added] = [of('refused'), of('changed'), of('added')]
  return {
    applied,
    added: added.length,
    changed: changed.length,
    same: of('same').length,
    refused: refused.length,
    lines: [refused, changed, added].flatMap((some) => some.slice(0, MOST_TOLD)),
  }
}

export type ReadRow<T> = { line: number; given: T }

/** The rows that could be read, and the refusals of the others. */
export const split = <R extends { line: number }, T extends object>(
  rows: readonly R[],
  read: (row: R) => T | RowOutcome,
): { good: ReadRow<T>[]; bad: ImportLine[] } => {
  const good: ReadRow<T>[] = []
  const bad: ImportLine[] = []
  for (const row of rows) {
    const given = read(row)
    if ('outcome' in given) bad.push({ line: row.line, ...(given as RowOutcome) })
    else good.push({ line: row.line, given: given as T })
  }
  return { good, bad }
}
