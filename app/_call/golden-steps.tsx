'use client'

import { useLocale, useTranslations } from 'next-intl'
import { ActionMark } from './action-row.tsx'
import styles from './actions.module.css'
import type { CallSegment } from './call-segments.tsx'

/** A complaint's golden steps: one shape each, in order. */
export const GoldenSteps = ({ segment }: { segment: CallSegment }) => {
  const t = useTranslations()
  const language = useLocale().startsWith('zh') ? 'zh' : 'en'
  const golden = segment.golden ?? []
  if (golden.length === 0) return null
  return (
    <section className={styles.golden} aria-label={t('call.golden')}>
      <h4 className={styles.goldenTitle}>{t('call.golden')}</h4>
      <ol className={styles.goldenList}>
        {golden.map((step) => (
          <li key={step.n} data-status={step.status} data-testid={`golden-${step.n}`}>
            <ActionMark status={step.status} />
            <span>
              {step[language]}
              <small>{t(`actionStatus.${step.status}`)}</small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
