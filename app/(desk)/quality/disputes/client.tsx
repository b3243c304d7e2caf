'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { DisputeListed } from '#db/queries/list-disputes.ts'
import { DISPUTE_STATES } from '#server/domain/words.ts'
import { useViewer } from '../../_shell/viewer-context.ts'
import { CaseList, type CasePage } from '../_parts/case-list.tsx'
import { DisputeRow } from './dispute-row.tsx'

type Props = CasePage & {
  rows: DisputeListed[]
  pending: number
  /** Labels hold whole calls: only for who sees all teams. */
  takesLabels: boolean
}

/** Verdicts people think wrong, undecided ones first. */
export const DisputesPage = ({ rows, pending, takesLabels, ...page }: Props) => {
  const t = useTranslations('disputes')
  const mayDecide = useViewer().permissions.includes('dispute.decide')
  return (
    <CaseList
      {...page}
      path="/quality/disputes"
      file="/api/export/disputes.csv"
      label={t('places.disputes')}
      lead={t('lead')}
      states={DISPUTE_STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
      shown={(range) => t('shown', { ...range, pending })}
      empty={{
        all: { title: t('none'), text: t('noneText') },
        filtered: { title: t('noneFound'), text: t('noneFoundText') },
      }}
      tools={
        mayDecide &&
        takesLabels && (
          <Button component="a" href="/api/export/labels.jsonl" variant="default">
            {t('labels')}
          </Button>
        )
      }
      rows={rows.map((row) => <DisputeRow key={`${row.feedId} ${row.callId} ${row.key}`} row={row} />)}
      testId="dispute-rows"
    />
  )
}
