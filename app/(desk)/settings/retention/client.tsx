'use client'

import { Button, NumberInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import {
  AUDIT_MIN_DAYS,
  RETENTION_KINDS,
  RETENTION_MAX_DAYS,
  RETENTION_MIN_DAYS,
  type Retention,
  type RetentionKind,
  retentionSchema,
} from '#server/domain/retention.ts'
import { useRequest } from '../../../_live/use-request.ts'
import styles from './retention.module.css'

type Draft = Record<RetentionKind, number | string>

/** What is wrong with a draft, by field. */
const useProblems = (draft: Draft): Partial<Record<RetentionKind, string>> => {
  const t = useTranslations('retention')
  const read = retentionSchema.safeParse(draft)
  if (read.success) return {}
  return Object.fromEntries(
    read.error.issues.map(({ code, path }) => {
      const kind = path[0] as RetentionKind
      if (code === 'custom')
        return [
          kind,
          t('eventTooLong', { max: Math.min(Number(draft.transcript), Number(draft.complaint_transcript)) }),
        ]
      const min = kind === 'audit' ? AUDIT_MIN_DAYS : RETENTION_MIN_DAYS
      return [kind, t('range', { min, max: RETENTION_MAX_DAYS })]
    }),
  )
}

export const RetentionForm = ({ retention }: { retention: Retention }) => {
  const t = useTranslations('retention')
  const router = useRouter()
  const [draft, setDraft] = useState<Draft>(retention)
  const problems = useProblems(draft)
  const { send, isPending } = useRequest('retention:set')
  const isChanged = RETENTION_KINDS.some((kind) => draft[kind] !== retention[kind])

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const days = retentionSchema.safeParse(draft)
    if (days.success && (await send({ days: days.data }))) router.refresh()
  }

  return (
    <form className={styles.card} onSubmit={(event) => void submit(event)}>
      {RETENTION_KINDS.map((kind) => (
        <div key={kind} className={styles.field}>
          <div>
            <label htmlFor={`keep-${kind}`}>{t(`kinds.${kind}`)}</label>
            <p>{t(`hints.${kind}`)}</p>
          </div>
          <NumberInput
            id={`keep-${kind}`}
            value={draft[kind]}
            onChange={(value) => setDraft({ ...draft, [kind]: value })}
            error={problems[kind]}
            allowDecimal={false}
            allowNegative={false}
            suffix={` ${t('days')}`}
            w={190}
          />
        </div>
      ))}
      <div className={styles.actions}>
        <Button type="submit" loading={isPending} disabled={!isChanged || Object.keys(problems).length > 0}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
