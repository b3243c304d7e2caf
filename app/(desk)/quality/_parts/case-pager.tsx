'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import list from '../../../_ui/list.module.css'
import { type CaseFilterValue, casePath } from './case-filter.tsx'

type Props = { path: string; filter: CaseFilterValue; page: number; size: number; total: number }

/** Before and after this page, where there is something. */
export const CasePager = ({ path, filter, page, size, total }: Props) => {
  const t = useTranslations('disputes')
  return (
    <nav className={list.pager} aria-label={t('pager')}>
      {page > 1 && <Link href={casePath(path, filter, page - 1)}>{t('newer')}</Link>}
      {page * size < total && <Link href={casePath(path, filter, page + 1)}>{t('older')}</Link>}
    </nav>
  )
}
