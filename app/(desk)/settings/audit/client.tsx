'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { AuditListed } from '#db/queries/search-audit.ts'
import type { AuditFilter } from '#server/domain/audit-actions.ts'
import list from '../../../_ui/list.module.css'
import { EmptyList } from '../../../_ui/list.tsx'
import { AuditRow } from './_parts/audit-row.tsx'
import { ChainCard } from './_parts/chain-card.tsx'
import { FilterForm } from './_parts/filter-form.tsx'

type Props = {
  filter: AuditFilter
  /** Of the whole audit; 0: none. */
  lastId: number
  rows: AuditListed[]
  hasOlder: boolean
  isNewest: boolean
  count: number
  /** False: there are more than `count`. */
  isCounted: boolean
  /** Team names by id. */
  teams: Record<string, string>
}

const toQuery = (filter: AuditFilter, more: Record<string, number> = {}) =>
  new URLSearchParams(
    Object.entries({ ...filter, ...more }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  ).toString()

/** What people did, newest first. */
export const AuditPage = ({ filter, lastId, rows, hasOlder, isNewest, count, isCounted, teams }: Props) => {
  const t = useTranslations('audit')
  const tList = useTranslations('list')
  const last = rows.at(-1)
  return (
    <section className={list.page} aria-labelledby="audit-title">
      <header className={list.head}>
        <div>
          <h2 id="audit-title" className={list.title}>
            {t('title')}
          </h2>
          <p className={list.lead}>{t('lead')}</p>
        </div>
        <Button
          component="a"
          href={`/api/export/audit.csv?${toQuery(filter)}`}
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {tList('export')}
        </Button>
      </header>
      <ChainCard lastId={lastId} />
      <FilterForm key={toQuery(filter)} filter={filter} />
      <p className={list.shown} role="status">
        {t('shown', { shown: rows.length, total: isCounted ? String(count) : t('many', { count }) })}
      </p>
      {rows.length === 0 ? (
        <EmptyList title={t('none')} text={t('noneText')} />
      ) : (
        <ol className={list.rows} data-testid="audit-rows">
          {rows.map((row) => (
            <AuditRow key={row.id} row={row} teams={teams} />
          ))}
        </ol>
      )}
      <nav className={list.pager}>
        {!isNewest && <Link href={`/settings/audit?${toQuery(filter)}`}>{t('newest')}</Link>}
        {hasOlder && last && <Link href={`/settings/audit?${toQuery(filter, { before: last.id })}`}>{t('older')}</Link>}
      </nav>
    </section>
  )
}
