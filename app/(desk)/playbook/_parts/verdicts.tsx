'use client'

import { useTranslations } from 'next-intl'
import type { PolicyLine } from '#server/domain/playbook/playbook.ts'
import type { Rule, VerdictUse } from '#server/domain/words.ts'
import { useReading } from './reading.ts'
import { RuleCard } from './rule-card.tsx'
import styles from './rules.module.css'

const SHAPES: Record<VerdictUse, string> = {
  alert: 'M6 .8L11.6 11H.4Z',
  callback: 'M6 1a5 5 0 1 1-5 5h1.8A3.2 3.2 0 1 0 6 2.8V5L2.6 2.2L6 -.6Z',
  mark: 'M1 5.2h10v1.8H1Z',
}

export const UseMark = ({ use }: { use: VerdictUse }) => {
  const t = useTranslations('playbook')
  return (
    <span className={styles.use} data-use={use}>
      <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
        <path d={SHAPES[use]} fillRule="evenodd" />
      </svg>
      {t(`uses.${use}`)}
    </span>
  )
}

/** A rule as a kind of fault, not as one fault of one step. */
export const useRuleKind = () => {
  const t = useTranslations('playbook')
  return (rule: Rule) => (t.has(`ruleKinds.${rule}`) ? t(`ruleKinds.${rule}`) : rule)
}

export const usePolicyText = () => {
  const t = useTranslations()
  const kind = useRuleKind()
  const { words } = useReading()
  return ({ rule, scenario, step, about, severity }: PolicyLine) =>
    [
      kind(rule),
      scenario && t(`scenarios.${scenario}`),
      step && t(`steps.${step}`),
      about && words.about(about),
      severity && t(`severity.${severity}`),
    ]
      .filter(Boolean)
      .join(' · ')
}

/** What becomes of each verdict: the first line that fits says so. */
export const Verdicts = () => {
  const t = useTranslations('playbook')
  const { playbook } = useReading()
  const text = usePolicyText()
  return (
    <RuleCard title={t('verdicts')} count={t('count', { count: playbook.policy.length })} lead={t('verdictsLead')}>
      <ol className={styles.policy}>
        {playbook.policy.map((line) => (
          <li key={JSON.stringify(line)}>
            <UseMark use={line.as} />
            <span>{text(line)}</span>
          </li>
        ))}
        <li>
          <UseMark use="alert" />
          <span>{t('everythingElse')}</span>
        </li>
      </ol>
    </RuleCard>
  )
}
