/**
 * What spreadsheets run: a cell that begins with a control, or whose first sign begins a formula, in the full width of
 * Chinese keyboards too, or a DDE link. Blanks, controls, marks of direction, quotes and the guard itself are looked
 * through, as some of them do.
 */
const RISKY = /^'*(\p{Cc}|[\s\p{Cc}\p{Cf}'"`‘’“”]*[=+\-@|%＝＋－＠｜％−])/u

/** A cell no spreadsheet runs: one that would begin a formula begins with `'` instead. */
export const guardCell = (text: string): string => (RISKY.test(text) ? `'${text}` : text)

/** The cell as it was before `guardCell`. */
export const unguardCell = (cell: string): string =>
  cell.startsWith("'") && RISKY.test(cell.slice(1)) ? cell.slice(1) : cell

/** What a cell of a file says: without the guard, and without the blanks around it. */
export const readCell = (cell: string): string => unguardCell(cell).trim()
