'use client'

import { UnstyledButton } from '@mantine/core'
import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock } from '../_ui/format.ts'
import styles from './call.module.css'
import { useChoice } from './evidence-choice.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { hasPhrase, type LevelChange, levelKey } from './evidence-marks.ts'
import levels from './levels.module.css'

/** One level the call reached, whose word it is, and for the customer's own the words, to which it leads. */
const LevelRow = ({ view, change }: { view: CallView; change: LevelChange }) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const { choice, choose } = useChoice()
  const key = levelKey(change)
  const { level, at, source, reason, evidenceList = [] } = change
  const name = level === 0 ? t('call.levelNone') : `L${level}`
  const says =
    source === 'words' && evidenceList.length === 0 ? t('call.levelBack') : source && t(`levelSource.${source}`)
  return (
    <li className={levels.change} data-subject={key} data-chosen={choice?.keys.includes(key) || undefined}>
      <p className={levels.line}>
        <span className={levels.badge} data-level={level} data-source={source}>
          {hasPhrase(evidenceList) ? (
            <UnstyledButton
              className={levels.link}
              title={t('call.showPhrase')}
              onClick={() => choose({ keys: [key], side: 'list' })}
            >
              {name}
            </UnstyledButton>
          ) : (
            name
          )}
        </span>
        <span className={levels.source}>{says}</span>
        <time>{formatClock(at, zone)}</time>
      </p>
      {reason && <p className={levels.reason}>{reason}</p>}
      {evidenceList.length > 0 && <EvidenceList view={view} items={evidenceList} />}
    </li>
  )
}

/** How far the customer went, newest first. */
export const CallLevels = ({ view }: { view: CallView }) => {
  const t = useTranslations('call')
  if (view.levels.length === 0) return null
  return (
    <section className={styles.card} aria-labelledby="call-levels" data-testid="call-levels">
      <h3 id="call-levels" className={styles.cardTitle}>
        {t('levelCard')}
      </h3>
      <ol className={levels.changes}>
        {view.levels.toReversed().map((change) => (
          <LevelRow key={levelKey(change)} view={view} change={change} />
        ))}
      </ol>
    </section>
  )
}
