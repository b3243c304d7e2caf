'use client'

import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import type { Sort } from '../search-params.ts'
import type { FloorParams } from '../use-floor.ts'
import styles from './floor-table.module.css'

const COLUMNS = [
  { id: 'mark', sort: 'attention' },
  { id: 'name', sort: 'name' },
  { id: 'team', sort: 'team' },
  { id: 'state', sort: 'state' },
  { id: 'queue', sort: 'queue' },
  { id: 'caller' },
  { id: 'ribbon' },
  { id: 'talk', sort: 'talk' },
  { id: 'alert' },
] as const satisfies readonly { id: string; sort?: Sort }[]

const ARIA_SORT = { false: 'ascending', true: 'descending' } as const

type Props = Pick<FloorParams, 'sort' | 'isDescending' | 'sortBy'>

export const FloorTableHead = memo(({ sort, isDescending, sortBy }: Props) => {
  const t = useTranslations('floor')
  const Arrow = isDescending ? IconArrowDown : IconArrowUp
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={styles.columns}>
        {COLUMNS.map((column) => {
          const name = t(`columns.${column.id}`)
          if (!('sort' in column)) {
            return (
              <div key={column.id} role="columnheader" data-column={column.id}>
                {name}
              </div>
            )
          }
          const isActive = sort === column.sort
          const isMark = column.id === 'mark'
          return (
            <div
              key={column.id}
              role="columnheader"
              data-column={column.id}
              aria-sort={isActive ? ARIA_SORT[`${isDescending}`] : 'none'}
            >
              <UnstyledButton
                className={styles.sort}
                onClick={() => sortBy(column.sort)}
                aria-label={isMark ? t('sortAttention') : undefined}
                title={isMark ? t('sortAttention') : t('sortBy', { column: name })}
              >
                {!isMark && name}
                {(isActive || isMark) && (
                  <Arrow size={13} aria-hidden="true" className={styles.arrow} data-on={isActive || undefined} />
                )}
              </UnstyledButton>
            </div>
          )
        })}
      </div>
    </div>
  )
})
FloorTableHead.displayName = 'FloorTableHead'
