import { formatDuration } from './format.ts'
import { dwellOf, fillOf, pressureOf, type StepClock } from './ribbon-model.ts'

type Cell = { dataset: DOMStringMap; style: Pick<CSSStyleDeclaration, 'getPropertyValue' | 'setProperty'> }

/** Time in the current step and how near its limit that is. Limits may change, or go, while the time stands still. */
export const paintStep = (cell: Cell, time: { textContent: string | null }, call: StepClock, now: number): void => {
  const dwell = dwellOf(call, now)
  if (dwell === undefined) return
  const text = formatDuration(dwell)
  const pressure = pressureOf(call, dwell)
  const fill = (fillOf(call, dwell) ?? 0).toFixed(4)
  if (time.textContent !== text) time.textContent = text
  if (cell.dataset.pressure !== pressure) cell.dataset.pressure = pressure
  if (cell.style.getPropertyValue('--fill') !== fill) cell.style.setProperty('--fill', fill)
}
