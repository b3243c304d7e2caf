'use client'

import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { AuditListed } from '#db/queries/search-audit.ts'
import { callPath } from '../../../../_call/call-path.ts'
import { readSubject, toKey } from '../_model/subject.ts'
import styles from '../audit.module.css'
import { AuditDetail } from './audit-detail.tsx'

const useActorText = () => {
  const t = useTranslations('audit.actors')
  return ({ actorKind, actorId, actorName }: AuditListed): string => {
    if (actorKind === 'user') return actorName ?? t('gone')
    return t(actorKind, { id: actorId })
  }
}

const KINDS = ['call', 'user', 'username', 'team', 'feed', 'agent', 'export', 'customer', 'settings', 'audit'] as const

const useSubjectText = () => {
  const t = useTranslations('audit.subjects')
  const format = useFormatter()
  return ({ subject, subjectName, callAt }: AuditListed): string => {
    const { kind, id } = readSubject(subject)
    if (callAt !== null) {
      const at = format.dateTime(callAt, { dateStyle: 'short', timeStyle: 'short' })
      return subjectName === null ? t('unnamedCall', { at }) : t('namedCall', { name: subjectName, at })
    }
    const known = KINDS.find((one) => one === kind)
    return t(known ?? 'other', { id: subjectName ?? (known ? id : subject) })
  }
}

/** Who did what as a sentence, with everything else folded away. */
export const AuditRow = ({ row, teams }: { row: AuditListed; teams: Record<string, string> }) => {
  const t = useTranslations('audit')
  const format = useFormatter()
  const actorText = useActorText()
  const subjectText = useSubjectText()
  const subject = readSubject(row.subject)
  const key = `says.${toKey(row.action)}` as Parameters<typeof t>[0]
  const said = t.has(key) ? t(key, { subject: subjectText(row) }) : undefined
  return (
    <li className={styles.row}>
      <time className={styles.time} dateTime={new Date(row.at).toISOString()}>
        {format.dateTime(row.at, { dateStyle: 'short', timeStyle: 'medium' })}
      </time>
      <span className={styles.actor}>{actorText(row)}</span>
      <span className={styles.said} data-action={row.action}>
        {said ?? t('says.other', { action: row.action, subject: subjectText(row) })}
      </span>
      <span className={styles.address}>{row.address}</span>
      <details className={styles.details}>
        <summary>{t('details')}</summary>
        <AuditDetail row={row} teams={teams} />
        {subject.kind === 'call' && subject.feed && (
          <Link href={callPath(subject.feed, subject.id)}>{t('openCall')}</Link>
        )}
      </details>
    </li>
  )
}
