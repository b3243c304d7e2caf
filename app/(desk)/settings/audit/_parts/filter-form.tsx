'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTimeZone, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { AUDIT_ACTIONS, type AuditFilter } from '#server/domain/audit-actions.ts'
import { ListFilter } from '../../../../_ui/list.tsx'
import { toKey } from '../_model/subject.ts'
import { readZoned, writeZoned } from '../_model/zoned-input.ts'

/** What to look for; the answer is the page's address. */
export const FilterForm = ({ filter }: { filter: AuditFilter }) => {
  const t = useTranslations('audit')
  const router = useRouter()
  const zone = useTimeZone() ?? 'UTC'
  const [isPending, startSearch] = useTransition()

  const search = (fields: FormData) => {
    const query = new URLSearchParams()
    for (const [name, value] of fields) {
      const text = String(value).trim()
      const shown = name === 'from' || name === 'to' ? String(readZoned(text, zone) ?? '') : text
      if (shown !== '') query.set(name, shown)
    }
    startSearch(() => router.push(`/settings/audit?${query}`))
  }

  return (
    <ListFilter
      isPending={isPending}
      onSearch={search}
      onClear={() => startSearch(() => router.push('/settings/audit'))}
    >
      <TextInput type="datetime-local" name="from" label={t('from')} defaultValue={writeZoned(filter.from, zone)} />
      <TextInput type="datetime-local" name="to" label={t('to')} defaultValue={writeZoned(filter.to, zone)} />
      <TextInput name="actor" label={t('actor')} placeholder={t('actorHint')} defaultValue={filter.actor} />
      <NativeSelect
        name="action"
        label={t('action')}
        defaultValue={filter.action}
        data={[
          { value: '', label: t('anyAction') },
          ...AUDIT_ACTIONS.map((action) => ({
            value: action,
            label: t(`actions.${toKey(action)}` as Parameters<typeof t>[0]),
          })),
        ]}
      />
      <TextInput name="subject" label={t('subject')} placeholder={t('subjectHint')} defaultValue={filter.subject} />
      <TextInput name="address" label={t('address')} placeholder={t('addressHint')} defaultValue={filter.address} />
    </ListFilter>
  )
}
