'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { DisputeListed } from '#db/queries/list-disputes.ts'
import type { DisputeFilter } from '#server/domain/case-filter.ts'
import { DISPUTE_STATES } from '#server/domain/words.ts'
import { useViewer } from '../../_shell/viewer-context.ts'
import { CaseFilter, casePath } from '../_parts/case-filter.tsx'
import { CasePager } from '../_parts/case-pager.tsx'
import styles from '../quality.module.css'
import { DisputeRow } from './dispute-row.tsx'

const PATH = '/quality/disputes'

type Props = {
  filter: DisputeFilter
  page: number
  size: number
  rows: DisputeListed[]
  total: number
  pending: number
  teams: { id: string; name: string }[]
  /** Labels hold whole calls: only for who sees all teams. */
  takesLabels: boolean
}

/** Verdicts people think wrong, undecided ones first. */
export const DisputesPage = ({ filter, page, size, rows, total, pending, teams, takesLabels }: Props) => {
  const t = useTranslations('disputes')
  const mayDecide = useViewer().permissions.includes('dispute.decide')
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const from = (page - 1) * size + 1
  return (
    <section className={styles.page} aria-label={t('places.disputes')}>
      <header className={styles.head}>
        <p className={styles.lead}>{t('lead')}</p>
        <div className={styles.files}>
          <Button
            component="a"
            href={casePath('/api/export/disputes.csv', filter)}
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden="true" />}
          >
            {t('export')}
          </Button>
          {mayDecide && takesLabels && (
            <Button component="a" href="/api/export/labels.jsonl" variant="default">
              {t('labels')}
            </Button>
          )}
        </div>
      </header>
      <CaseFilter
        key={casePath(PATH, filter)}
        path={PATH}
        filter={filter}
        states={DISPUTE_STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
        teams={teams}
      />
      <p className={styles.shown} role="status">
        {rows.length === 0 ? t('shownNone') : t('shown', { from, to: from + rows.length - 1, total, pending })}
      </p>
      {rows.length === 0 ? (
        <div className={styles.none}>
          <h2>{t(isFiltered ? 'noneFound' : 'none')}</h2>
          <p>{t(isFiltered ? 'noneFoundText' : 'noneText')}</p>
        </div>
      ) : (
        <ol className={styles.rows} data-testid="dispute-rows">
          {rows.map((row) => (
            <DisputeRow key={`${row.feedId} ${row.callId} ${row.key}`} row={row} />
          ))}
        </ol>
      )}
      <CasePager path={PATH} filter={filter} page={page} size={size} total={total} />
    </section>
  )
}
