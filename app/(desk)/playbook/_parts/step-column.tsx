'use client'

import { useTranslations } from 'next-intl'
import type { PlaybookStep } from '#server/domain/playbook/playbook.ts'
import { SeverityMark } from '../../../_ui/severity-mark.tsx'
import { ActionItem } from './action-item.tsx'
import { DwellBar } from './dwell-bar.tsx'
import styles from './flow.module.css'
import { PhraseList } from './phrase-list.tsx'
import { useReading } from './reading.ts'

/** One step of the flow: what it is for, how long it may take, what is owed in it and what may be said. */
export const StepColumn = ({ step, n }: { step: PlaybookStep; n: number }) => {
  const t = useTranslations()
  const { words, found } = useReading()
  const actions = found ? step.actions.filter(found.holds) : step.actions
  return (
    <section className={styles.step} aria-labelledby={`step-${step.step}`} data-testid={`flow-${step.step}`}>
      <header>
        <h2 id={`step-${step.step}`}>
          <span className={styles.n}>{n}</span>
          {t(`steps.${step.step}`)}
        </h2>
        <p className={styles.skip}>
          <SeverityMark severity={step.severity} />
          {t(`playbook.skippable.${step.skippable}`, { severity: t(`severity.${step.severity}`) })}
        </p>
      </header>
      <p className={styles.goal}>{words.label(step.goal)}</p>
      <DwellBar dwell={step.dwellSec} />
      <h3 className={styles.heading}>
        {t('playbook.actions')}
        <small>
          {found
            ? t('playbook.some', { shown: actions.length, total: step.actions.length })
            : t('playbook.count', { count: step.actions.length })}
        </small>
      </h3>
      <ul className={styles.actions}>
        {actions.map((use) => (
          <ActionItem key={use.action} use={use} />
        ))}
      </ul>
      <PhraseList phrases={step.phrases} />
    </section>
  )
}
