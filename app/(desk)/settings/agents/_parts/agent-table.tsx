'use client'

import { Checkbox } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { PEOPLE } from '#server/domain/people/person.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import type { Person } from '../_model/people.ts'
import styles from '../agents.module.css'
import { DRAG_TYPE } from './team-list.tsx'
import type { Selection } from './use-selection.ts'

const ROW = 41

type Props = {
  people: readonly Person[]
  /** False: no feed has named anybody yet. */
  isAnybody: boolean
  teamNames: ReadonlyMap<string, string>
  zone: string
  selection: Selection
  onOpen: (key: string) => void
}

/** Only rows in sight are in the document. A row is dragged onto a team, or ticked and moved by the bar above. */
export const AgentTable = ({ people, isAnybody, teamNames, zone, selection, onOpen }: Props) => {
  const t = useTranslations('people.agents')
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => people[index]?.key ?? index,
    overscan: 6,
  })
  const { keys, chosenHere, toggle, set, clear } = selection
  const isAll = people.length > 0 && chosenHere === people.length
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="table"
      aria-label={t('title')}
      aria-rowcount={people.length + 1}
    >
      <div className={styles.head} role="row">
        <div className={styles.columns}>
          <span role="columnheader">
            <Checkbox
              size="xs"
              aria-label={t('chooseAll', { count: people.length })}
              checked={isAll}
              indeterminate={!isAll && chosenHere > 0}
              disabled={people.length === 0}
              onChange={() => (isAll ? clear() : set(people.map(({ key }) => key)))}
            />
          </span>
          <span role="columnheader">{t('columns.no')}</span>
          <span role="columnheader">{t('columns.name')}</span>
          <span role="columnheader">{t('columns.team')}</span>
          <span role="columnheader" data-wide>
            {t('columns.since')}
          </span>
          <span role="columnheader" data-wide>
            {t('columns.queues')}
          </span>
          <span role="columnheader" data-wider>
            {t('columns.feed')}
          </span>
          <span role="columnheader" data-wider>
            {t('columns.seen')}
          </span>
          <span role="columnheader" className="visually-hidden">
            {t('history')}
          </span>
        </div>
      </div>
      {people.length === 0 && <p className={styles.empty}>{t(isAnybody ? 'noMatch' : 'nobody')}</p>}
      <div role="rowgroup" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const person = people[item.index]
          if (!person) return null
          const { key, current } = person
          return (
            <div
              key={key}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={keys.has(key)}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                event.dataTransfer.setData(DRAG_TYPE, key)
              }}
              data-testid="agent-row"
            >
              <div className={styles.columns}>
                <span role="cell">
                  <Checkbox
                    size="xs"
                    aria-label={t('choose', { agent: person.name ?? person.agentNo })}
                    checked={keys.has(key)}
                    onChange={(event) => toggle(item.index, (event.nativeEvent as MouseEvent).shiftKey === true)}
                  />
                </span>
                <span role="cell" className={styles.no}>
                  {person.agentNo}
                </span>
                <span role="cell">
                  {person.name ?? (
                    <i className={styles.quiet}>
                      {person.seat === null ? t('noName') : t('seat', { seat: person.seat })}
                    </i>
                  )}
                </span>
                <span role="cell">
                  {current ? teamNames.get(current.teamId) : <i className={styles.waits}>{t('unplaced')}</i>}
                </span>
                <span role="cell" data-wide className={styles.quiet}>
                  {current && formatMoment(current.from, zone)}
                </span>
                <span role="cell" data-wide title={person.queues.join(', ')}>
                  {person.queues.join(', ')}
                </span>
                <span role="cell" data-wider className={styles.quiet}>
                  {person.feedId === PEOPLE ? t('byNumber') : person.feedId}
                </span>
                <span role="cell" data-wider className={styles.quiet}>
                  {formatMoment(person.firstSeenAt, zone)}
                </span>
                <span role="cell">
                  <button
                    type="button"
                    className={styles.link}
                    aria-label={t('historyOf', { agent: person.name ?? person.agentNo })}
                    onClick={() => onOpen(key)}
                  >
                    {t('history')}
                  </button>
                </span>
              </div>
            </div>
          )
        })}
      </div>
    </div>
  )
}
