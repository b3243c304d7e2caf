'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { CallBackListed } from '#db/queries/list-call-backs.ts'
import type { CallBackFilter } from '#server/domain/case-filter.ts'
import { CALL_BACK_STATES } from '#server/domain/words.ts'
import { CaseFilter, casePath } from '../_parts/case-filter.tsx'
import { CasePager } from '../_parts/case-pager.tsx'
import styles from '../quality.module.css'
import { CallBackRow } from './call-back-row.tsx'

const PATH = '/quality/callbacks'

type Props = {
  filter: CallBackFilter
  page: number
  size: number
  /** Epoch ms. */
  now: number
  rows: CallBackListed[]
  total: number
  open: number
  late: number
  teams: { id: string; name: string }[]
}

/** Customers to be called back for what a call left undone, the most urgent first. */
export const CallBacksPage = ({ filter, page, size, now, rows, total, open, late, teams }: Props) => {
  const t = useTranslations('callBacks')
  const tQuality = useTranslations('disputes')
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const from = (page - 1) * size + 1
  return (
    <section className={styles.page} aria-label={tQuality('places.callbacks')}>
      <header className={styles.head}>
        <p className={styles.lead}>{t('lead')}</p>
        <div className={styles.files}>
          <Button
            component="a"
            href={casePath('/api/export/callbacks.csv', filter)}
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden="true" />}
          >
            {tQuality('export')}
          </Button>
        </div>
      </header>
      <CaseFilter
        key={casePath(PATH, filter)}
        path={PATH}
        filter={filter}
        states={CALL_BACK_STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
        teams={teams}
      />
      <p className={styles.shown} role="status">
        {rows.length === 0
          ? tQuality('shownNone')
          : t('shown', { from, to: from + rows.length - 1, total, open, late })}
      </p>
      {rows.length === 0 ? (
        <div className={styles.none}>
          <h2>{t(isFiltered ? 'noneFound' : 'none')}</h2>
          <p>{t(isFiltered ? 'noneFoundText' : 'noneText')}</p>
        </div>
      ) : (
        <ol className={styles.rows} data-testid="call-back-rows">
          {rows.map((row) => (
            <CallBackRow key={`${row.feedId} ${row.callId} ${row.key}`} row={row} now={now} />
          ))}
        </ol>
      )}
      <CasePager path={PATH} filter={filter} page={page} size={size} total={total} />
    </section>
  )
}
