'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import list from '../../../_ui/list.module.css'
import { EmptyList } from '../../../_ui/list.tsx'
import styles from '../quality.module.css'
import { CaseFilter, type CaseFilterValue, casePath } from './case-filter.tsx'
import { CasePager } from './case-pager.tsx'

/** A page of a list, and what it was searched by. */
export type CasePage = {
  filter: CaseFilterValue
  page: number
  size: number
  total: number
  teams: readonly { id: string; name: string }[]
}

type Props = CasePage & {
  path: string
  /** Where the list comes as a file, under the same filter. */
  file: string
  label: string
  lead: string
  states: readonly { value: string; label: string }[]
  /** How many of how many, by the place of the first and the last row. */
  shown: (range: { from: number; to: number; total: number }) => string
  /** What to say where there is nothing at all, and where nothing fits the filter. */
  empty: Record<'all' | 'filtered', { title: string; text: string }>
  /** Beside the file. */
  tools?: ReactNode
  rows: readonly ReactNode[]
  testId: string
}

/** The frame of a list of cases: what it is, its file, what it is searched by, how much is shown, and its rows. */
export const CaseList = (props: Props) => {
  const { path, file, label, lead, filter, states, teams, page, size, total, shown, empty, tools, rows, testId } = props
  const t = useTranslations()
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const from = (page - 1) * size + 1
  return (
    <section className={`${list.page} ${styles.page}`} aria-label={label}>
      <header className={list.head}>
        <p className={list.lead}>{lead}</p>
        <div className={list.tools}>
          <Button
            component="a"
            href={casePath(file, filter)}
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden="true" />}
          >
            {t('list.export')}
          </Button>
          {tools}
        </div>
      </header>
      <CaseFilter key={casePath(path, filter)} path={path} filter={filter} states={states} teams={teams} />
      <p className={list.shown} role="status">
        {rows.length === 0 ? t('disputes.shownNone') : shown({ from, to: from + rows.length - 1, total })}
      </p>
      {rows.length === 0 ? (
        <EmptyList order={2} {...empty[isFiltered ? 'filtered' : 'all']} />
      ) : (
        <ol className={list.rows} data-testid={testId}>
          {rows}
        </ol>
      )}
      <CasePager path={path} filter={filter} page={page} size={size} total={total} />
    </section>
  )
}
