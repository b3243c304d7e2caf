'use client'

import { useTranslations } from 'next-intl'
import type { PolicyLine } from '#server/domain/playbook/playbook.ts'
import { useOf as whatBecomes } from '#server/domain/playbook/policy.ts'
import { RULES, type Rule, SEVERITIES, VERDICT_USES, type VerdictUse } from '#server/domain/words.ts'
import type { Words } from '../_model/use-words.ts'
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

/** What a line of the policy is about, as a sentence in parts. */
export const usePolicyText = (words: Words) => {
  const t = useTranslations()
  const kind = useRuleKind()
  return ({ rule, scenario, step, about, severity, level, source }: PolicyLine) =>
    [
      kind(rule),
      scenario && t(`scenarios.${scenario}`),
      step && t(`steps.${step}`),
      about && words.about(about),
      severity && t(`severity.${severity}`),
      level !== undefined && `L${level}`,
      source && t(`levelSource.${source}`),
    ]
      .filter(Boolean)
      .join(' · ')
}

/** What the product does with verdicts no line speaks of. */
const useDefaults = () => {
  const t = useTranslations()
  const kind = useRuleKind()
  const { words } = useReading()
  const partOf = (rule: Rule, use: VerdictUse): string[] => {
    const severities = SEVERITIES.filter(
      (severity) => whatBecomes({ policy: [] }, { rule, severity }, undefined, false) === use,
    )
    if (severities.length === 0) return []
    if (severities.length === SEVERITIES.length) return [kind(rule)]
    const list = words.list(severities.map((severity) => t(`severity.${severity}`)))
    return [t('playbook.ofSeverity', { rule: kind(rule), severities: list })]
  }
  return VERDICT_USES.map((use) => ({ use, text: words.list(RULES.flatMap((rule) => partOf(rule, use))) })).filter(
    ({ text }) => text !== '',
  )
}

/** What becomes of each verdict: the first line that fits says so. */
export const Verdicts = () => {
  const t = useTranslations('playbook')
  const { playbook, words } = useReading()
  const text = usePolicyText(words)
  const defaults = useDefaults()
  return (
    <RuleCard title={t('verdicts')} count={t('count', { count: playbook.policy.length })} lead={t('verdictsLead')}>
      <ol className={styles.policy}>
        {playbook.policy.map((line) => (
          <li key={JSON.stringify(line)}>
            <UseMark use={line.as} />
            <span>{text(line)}</span>
          </li>
        ))}
        {defaults.map(({ use, text: rest }) => (
          <li key={use}>
            <UseMark use={use} />
            <span>{playbook.policy.length > 0 ? t('otherwise', { rules: rest }) : rest}</span>
          </li>
        ))}
      </ol>
    </RuleCard>
  )
}
