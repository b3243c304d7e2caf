'use client'

import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import type { FloorEntry } from '../_model/entry.ts'
import type { FloorParams } from '../use-floor.ts'
import { AgentRowView } from './agent-row.tsx'
import styles from './floor-table.module.css'
import { FloorTableHead } from './floor-table-head.tsx'

/** Row heights, px; the compact one carries two lines. */
const ROW = 41
const COMPACT_ROW = 62

/** On a larger floor rows change places all the time, and sliding would never rest. */
const SLIDING_ROWS = 300

type Props = {
  entries: FloorEntry[]
  params: FloorParams
  selectedKey: string | null
  openCall: { feed: string; callId: string } | null
  onOpen: (entry: FloorEntry) => void
  onHold: (isHeld: boolean) => void
  /** Shown instead of rows when there are none. */
  empty: ReactNode
}

/** The list of agents. Only the rows in sight are in the document; moved rows slide to their new place. */
export const FloorTable = ({ entries, params, selectedKey, openCall, onOpen, onHold, empty }: Props) => {
  const t = useTranslations('floor')
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = useMediaQuery('(max-width: 640px)') ? COMPACT_ROW : ROW
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => entries[index]?.key ?? index, [entries]),
    overscan: 4,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height makes all measures void.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])

  const selectedIndex = selectedKey === null ? -1 : entries.findIndex((entry) => entry.key === selectedKey)
  const lastSelected = useRef(selectedKey)
  useEffect(() => {
    if (lastSelected.current === selectedKey) return
    lastSelected.current = selectedKey
    if (selectedIndex < 0) return
    virtualizer.scrollToIndex(selectedIndex)
    // Enter belongs to the chosen row from here on, not to the button pressed last.
    scroller.current?.focus({ preventScroll: true })
  }, [selectedKey, selectedIndex, virtualizer])

  const hold = (event: { pointerType: string }) => {
    if (event.pointerType === 'mouse') onHold(true)
  }
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        tabIndex={0}
        aria-label={t('table')}
        aria-rowcount={entries.length + 1}
        aria-activedescendant={selectedIndex >= 0 ? `floor-row-${selectedIndex}` : undefined}
        data-testid="floor-table"
      >
        <FloorTableHead sort={params.sort} isDescending={params.isDescending} sortBy={params.sortBy} />
        {entries.length === 0 ? (
          <div role="rowgroup">
            <div role="row">
              <div role="gridcell">{empty}</div>
            </div>
          </div>
        ) : (
          <div
            role="rowgroup"
            className={styles.body}
            data-slides={entries.length <= SLIDING_ROWS || undefined}
            style={{ height: virtualizer.getTotalSize() }}
            onPointerEnter={hold}
            onPointerLeave={() => onHold(false)}
          >
            {virtualizer.getVirtualItems().map((item) => {
              const entry = entries[item.index]
              if (!entry) return null
              const call = entry.row.call
              return (
                <AgentRowView
                  key={entry.key}
                  rowKey={entry.key}
                  feed={entry.feed}
                  agentId={entry.row.agentId}
                  index={item.index}
                  top={item.start}
                  isSelected={item.index === selectedIndex}
                  isOpen={openCall !== null && call?.callId === openCall.callId && entry.feed === openCall.feed}
                  onOpen={onOpen}
                />
              )
            })}
          </div>
        )}
      </div>
      <p className={styles.keys}>{t('keys')}</p>
    </div>
  )
}
