'use client'

import { memo, useEffect, useRef } from 'react'
import type { AgentRow } from '#server/protocol/live.ts'
import { useAgent, useHealth } from '../../../_live/hooks.ts'
import { SeverityMark } from '../../../_ui/severity-mark.tsx'
import { useText } from '../../../_ui/text.tsx'
import { worstAlertOf } from '../_model/alerts.ts'
import type { FloorEntry } from '../_model/entry.ts'
import { AlertCell } from './alert-cell.tsx'
import styles from './floor-table.module.css'
import { CallerCell, FlowCell, NameCell, QueueCell, StateCell, TalkCell } from './row-cells.tsx'

type Props = {
  rowKey: string
  feed: string
  agentId: string
  index: number
  /** Distance from the top of the list, px. */
  top: number
  isSelected: boolean
  isOpen: boolean
  onOpen: (entry: FloorEntry) => void
}

/** What a row says; a row that only moves keeps it. */
const Cells = memo(({ feed, row }: { feed: string; row: AgentRow }) => {
  const t = useText()
  const alert = worstAlertOf(row)
  return (
    <>
      <div role="gridcell" data-column="mark">
        {alert && <SeverityMark severity={alert.severity} label={t(`severity.${alert.severity}`)} />}
      </div>
      <NameCell row={row} />
      <div role="gridcell" data-column="team" title={row.team}>
        {row.team ?? (row.teamId ? row.teamId : <span className={styles.faint}>{t('floor.noTeam')}</span>)}
      </div>
      <StateCell feed={feed} row={row} />
      <QueueCell row={row} />
      <CallerCell row={row} />
      <FlowCell feed={feed} row={row} />
      <TalkCell feed={feed} row={row} />
      <AlertCell feed={feed} row={row} />
    </>
  )
})
Cells.displayName = 'Cells'

/** A row that comes from further away appears in its place instead of crossing the list, px. */
const SLIDE_MAX = 260

const useArrival = (top: number) => {
  const last = useRef(top)
  const arrives = Math.abs(top - last.current) > SLIDE_MAX
  useEffect(() => {
    last.current = top
  }, [top])
  return arrives
}

/** One agent. Renders when that agent changed, moved, or was chosen, and at no other time. */
export const AgentRowView = memo(({ rowKey, feed, agentId, index, top, isSelected, isOpen, onOpen }: Props) => {
  const t = useText()
  const row = useAgent(feed, agentId)
  const health = useHealth(feed)
  const alert = row && worstAlertOf(row)
  const arrives = useArrival(top)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page answers the keyboard for the selected row.
    <div
      id={`floor-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`${styles.columns} ${styles.row}`}
      style={{ transform: `translateY(${top}px)` }}
      data-testid={`agent-row-${agentId}`}
      data-severity={alert?.severity}
      data-claimed={(alert && alert.handling !== 'open') || undefined}
      data-open={isOpen || undefined}
      data-arrives={arrives || undefined}
      data-has-call={row?.call ? true : undefined}
      data-health={health}
      onClick={() => row && onOpen({ key: rowKey, feed, row })}
    >
      {row ? (
        <Cells feed={feed} row={row} />
      ) : (
        <div role="gridcell" className={styles.gone}>
          {t('floor.gone')}
        </div>
      )}
    </div>
  )
})
AgentRowView.displayName = 'AgentRowView'
