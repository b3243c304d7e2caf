'use client'

import { useTranslations } from 'next-intl'
import type { AuditListed } from '#db/queries/search-audit.ts'
import styles from '../audit.module.css'

type Translate = ReturnType<typeof useTranslations<never>>

const wordOf = (t: Translate, folder: string, word: string): string | undefined => {
  const key = `${folder}.${word}` as Parameters<Translate>[0]
  return t.has(key) ? t(key) : undefined
}

/** Where words of the product stand in the messages, by the field that holds one. */
const WORDS: Record<string, readonly string[]> = {
  reason: ['reveal.reasons', 'customers.reasons'],
  role: ['roles'],
  rule: ['rules'],
  scenario: ['scenarios'],
  from: ['scenarios'],
  to: ['scenarios'],
  origin: ['origin'],
}

const useValueText = (teams: Record<string, string>) => {
  const t = useTranslations()
  const one = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return '–'
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    if (field === 'teamId' || field === 'teamIds') return teams[text] ?? text
    for (const folder of WORDS[field] ?? []) {
      const word = /^[a-z_]+$/.test(text) ? wordOf(t as Translate, folder, text) : undefined
      if (word !== undefined) return word
    }
    return text
  }
  return (field: string, value: unknown): string =>
    Array.isArray(value) ? value.map((item) => one(field, item)).join(t('app.comma')) : one(field, value)
}

/** Everything a row holds, with names for what has one. */
export const AuditDetail = ({ row, teams }: { row: AuditListed; teams: Record<string, string> }) => {
  const t = useTranslations('audit')
  const valueText = useValueText(teams)
  const fields = Object.entries(row.detail ?? {}).filter(([field]) => !(field === 'teamId' && row.detail?.team))
  return (
    <dl className={styles.detail}>
      {fields.map(([field, value]) => {
        const key = `fields.${field}` as Parameters<typeof t>[0]
        return (
          <div key={field}>
            <dt>{t.has(key) ? t(key) : field}</dt>
            <dd>{valueText(field, value)}</dd>
          </div>
        )
      })}
      <div>
        <dt>{t('subject')}</dt>
        <dd className={styles.code}>{row.subject}</dd>
      </div>
      <div>
        <dt>{t('action')}</dt>
        <dd className={styles.code}>
          {row.action} · {t('row', { id: row.id })}
        </dd>
      </div>
    </dl>
  )
}
