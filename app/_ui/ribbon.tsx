'use client'

import { memo } from 'react'
import type { RowCall } from '#server/protocol/live.ts'
import { usePaint } from '../_live/hooks.ts'
import { formatDuration } from './format.ts'
import { paintStep } from './paint-step.ts'
import styles from './ribbon.module.css'
import { listRibbonCells, type RibbonCell } from './ribbon-model.ts'
import { useText } from './text.tsx'

type Props = { feed: string; call: RowCall }

const statusKey = (cell: RibbonCell) =>
  cell.isOverturned
    ? ('disputes.states.overturned' as const)
    : (`status.${cell.isLate ? 'late' : cell.status}` as const)

/** What stands behind a cell: that it is just being said, that nobody told it, how sure it is, and faults only counted. */
const useMoreText = () => {
  const t = useText()
  return ({ isBeingSaid, isInferred, certainty, marks }: RibbonCell): string =>
    [
      isBeingSaid && t('status.beingSaid'),
      isInferred && t('stepSource.inferred'),
      isInferred && certainty && t(`certainty.${certainty}`),
      marks > 0 && t('floor.cellMarks', { count: marks }),
    ]
      .filter(Boolean)
      .join(t('floor.ribbonAnd'))
}

/** A number in the corner, so that no name moves or is covered; its word is the cell's tooltip and is read out. */
const Marks = ({ count }: { count: number }) =>
  count === 0 ? null : (
    <b className={styles.marks} data-testid="step-marks">
      {count > 9 ? '9+' : count}
    </b>
  )

/** Three dots, as where somebody is typing, in the other corner: whatever the cell's own shape says goes on being seen. */
const BeingSaid = () => <i className={styles.beingSaid} data-testid="step-being-said" />

/** Name and dwell of the step the call is in, filling towards its limit. Painted on the page's beat. */
const CurrentCell = ({ feed, call, cell }: Props & { cell: RibbonCell }) => {
  const name = useText()(`stepsShort.${cell.step}`)
  const ref = usePaint<HTMLSpanElement>(feed, (element, now) => {
    const time = element.querySelector('time')
    if (time) paintStep(element, time, call, now)
  })
  const more = useMoreText()(cell)
  return (
    <span
      ref={ref}
      className={styles.cell}
      data-status="in_progress"
      data-inferred={cell.isInferred || undefined}
      data-testid={`step-${cell.step}`}
      title={more === '' ? undefined : `${name} · ${more}`}
    >
      <span className={styles.name}>{name}</span>
      <time className={styles.dwell} data-testid="step-dwell" />
      <Marks count={cell.marks} />
    </span>
  )
}

const Cell = ({ cell }: { cell: RibbonCell }) => {
  const t = useText()
  const name = t(`stepsShort.${cell.step}`)
  const word = t(statusKey(cell))
  const title = cell.dwellMs === undefined ? word : `${word} ${formatDuration(cell.dwellMs)}`
  const more = useMoreText()(cell)
  return (
    <span
      className={styles.cell}
      data-status={cell.status}
      data-late={cell.isLate || undefined}
      data-overturned={cell.isOverturned || undefined}
      data-inferred={cell.isInferred || undefined}
      data-being-said={cell.isBeingSaid || undefined}
      data-testid={`step-${cell.step}`}
      title={[name, title, more].filter(Boolean).join(' · ')}
    >
      {cell.isBeingSaid && <BeingSaid />}
      {cell.status === 'skipped' && !cell.isOverturned && <b className={styles.missed}>{t('status.missed')}</b>}
      {cell.status === 'not_applicable' ? (
        <span aria-hidden="true">–</span>
      ) : (
        <span className={styles.name}>{name}</span>
      )}
      <Marks count={cell.marks} />
    </span>
  )
}

/** The five steps of a call in one line. Colour, shape and word say the same thing. */
export const StepRibbon = memo(({ feed, call }: Props) => {
  const t = useText()
  const moreText = useMoreText()
  const cells = listRibbonCells(call)
  const spoken = cells
    .map((cell) => {
      const more = moreText(cell)
      const status = t(statusKey(cell))
      const values = {
        step: t(`steps.${cell.step}`),
        status: more === '' ? status : t('floor.ribbonMore', { status, more }),
      }
      if (cell.status !== 'in_progress' || !call.stepMaxMs) return t('floor.ribbonCell', values)
      return t('floor.ribbonLimit', { ...values, limit: formatDuration(call.stepMaxMs) })
    })
    .join(t('app.comma'))
  return (
    <span
      className={styles.ribbon}
      role="img"
      aria-label={t('floor.ribbonLabel', { cells: spoken })}
      data-testid="ribbon"
    >
      {cells.map((cell) =>
        cell.status === 'in_progress' ? (
          <CurrentCell key={cell.step} feed={feed} call={call} cell={cell} />
        ) : (
          <Cell key={cell.step} cell={cell} />
        ),
      )}
    </span>
  )
})
StepRibbon.displayName = 'StepRibbon'
