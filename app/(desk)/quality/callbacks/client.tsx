'use client'

import { useTranslations } from 'next-intl'
import type { CallBackListed } from '#db/queries/list-call-backs.ts'
import { CALL_BACK_STATES } from '#server/domain/words.ts'
import { CaseList, type CasePage } from '../_parts/case-list.tsx'
import { CallBackRow } from './call-back-row.tsx'

type Props = CasePage & {
  /** Epoch ms. */
  now: number
  rows: CallBackListed[]
  open: number
  late: number
}

/** Customers to be called back for what a call left undone, the most urgent first. */
export const CallBacksPage = ({ now, rows, open, late, ...page }: Props) => {
  const t = useTranslations('callBacks')
  const tQuality = useTranslations('disputes')
  return (
    <CaseList
      {...page}
      path="/quality/callbacks"
      file="/api/export/callbacks.csv"
      label={tQuality('places.callbacks')}
      lead={t('lead')}
      states={CALL_BACK_STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
      shown={(range) => t('shown', { ...range, open, late })}
      empty={{
        all: { title: t('none'), text: t('noneText') },
        filtered: { title: t('noneFound'), text: t('noneFoundText') },
      }}
      rows={rows.map((row) => <CallBackRow key={`${row.feedId} ${row.callId} ${row.key}`} row={row} now={now} />)}
      testId="call-back-rows"
    />
  )
}
