'use client'

import { useTranslations } from 'next-intl'
import { SeverityMark } from '../../../_ui/severity-mark.tsx'
import { fewExamples } from '../_model/example.ts'
import { Slots } from './phrase-list.tsx'
import { useReading } from './reading.ts'
import { RuleCard } from './rule-card.tsx'
import styles from './rules.module.css'
import { Verdicts } from './verdicts.tsx'

const EXAMPLES = 4

const Forbidden = () => {
  const t = useTranslations()
  const { playbook, words, found } = useReading()
  const families = found
    ? playbook.forbidden.filter(({ label, cues, rewrite }) =>
        found.holdsText(label.zh, label.en, rewrite.zh, rewrite.en, ...cues.map(({ cue }) => cue)),
      )
    : playbook.forbidden
  const total = playbook.forbidden.length
  return (
    <RuleCard
      wide
      title={t('playbook.forbidden')}
      count={
        found
          ? t('playbook.some', { shown: families.length, total })
          : t('playbook.count', { count: playbook.forbidden.length })
      }
      lead={t('playbook.forbiddenLead')}
    >
      <ul className={styles.forbidden}>
        {families.map(({ id, label, severity, cues, rewrite }) => (
          <li key={id}>
            <SeverityMark severity={severity} label={t(`severity.${severity}`)} />
            <b>{words.label(label)}</b>
            <span className={styles.bad}>
              {words.list(fewExamples(cues, t('playbook.digits'), EXAMPLES).map(words.quote))}
            </span>
            <span className={styles.good}>
              <i>{t('playbook.sayInstead')}</i>
              <Slots text={words.quote(words.label(rewrite))} />
            </span>
          </li>
        ))}
      </ul>
    </RuleCard>
  )
}

const Exemptions = () => {
  const t = useTranslations('playbook')
  const { playbook, words } = useReading()
  return (
    <RuleCard
      title={t('exemptions')}
      count={t('count', { count: playbook.exemptions.length })}
      lead={t('exemptionsLead')}
    >
      <ul className={styles.plain}>
        {playbook.exemptions.map(({ id, label, excuses, actions, except }) => (
          <li key={id}>
            <b>{words.label(label)}</b>
            <span className={styles.quiet}>
              {excuses === 'actions'
                ? t('excuses.actions', { actions: words.list(actions.map(words.action)) })
                : t(`excuses.${excuses}`)}
              {except.length > 0 && t('except', { actions: words.list(except.map(words.action)) })}
            </span>
          </li>
        ))}
      </ul>
    </RuleCard>
  )
}

const Backward = () => {
  const t = useTranslations()
  const { playbook, words } = useReading()
  return (
    <RuleCard title={t('playbook.backward')} lead={t('playbook.backwardLead')}>
      <p className={styles.backward}>
        {words.list(playbook.legalBackward.map(([from, to]) => `${t(`steps.${from}`)} → ${t(`steps.${to}`)}`))}
      </p>
    </RuleCard>
  )
}

/** What binds every flow. */
export const SharedRules = () => {
  const t = useTranslations('playbook')
  return (
    <>
      <h2 className={styles.divider}>{t('shared')}</h2>
      <div className={styles.cards}>
        <Forbidden />
        <Verdicts />
        <Exemptions />
        <Backward />
      </div>
    </>
  )
}
