'use client'

import { Accordion } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Ordering, PlaybookScenario } from '#server/domain/playbook/playbook.ts'
import { SeverityMark } from '../../../_ui/severity-mark.tsx'
import { ActionItem } from './action-item.tsx'
import flowStyles from './flow.module.css'
import { PhraseList } from './phrase-list.tsx'
import { useReading } from './reading.ts'
import { RuleCard } from './rule-card.tsx'
import styles from './rules.module.css'

const OrderLine = ({ ordering }: { ordering: Ordering }) => {
  const t = useTranslations()
  const { words } = useReading()
  return (
    <li>
      <SeverityMark severity={ordering.severity} label={t(`severity.${ordering.severity}`)} />
      <div>
        <b>{words.label(ordering.label)}</b>
        <p>
          {words.list(ordering.before.map(words.action))}
          <span className={styles.arrow} role="img" aria-label={t('playbook.before')}>
            →
          </span>
          {words.list(ordering.after.map(words.action))}
        </p>
        {(ordering.when || ordering.unless) && (
          <p className={styles.quiet}>
            {ordering.when && t('playbook.when', { condition: words.condition(ordering.when) })}
            {ordering.when && ordering.unless && ' · '}
            {ordering.unless && t('playbook.unless', { exemption: words.exemption(ordering.unless) })}
          </p>
        )}
      </div>
    </li>
  )
}

const Openings = ({ flow }: { flow: PlaybookScenario }) => {
  const t = useTranslations()
  const { playbook, words } = useReading()
  const variants = playbook.openings.filter(({ scenarios }) => scenarios.includes(flow.scenario))
  if (variants.length === 0) return null
  return (
    <RuleCard
      title={t('playbook.openings')}
      count={t('playbook.count', { count: variants.length })}
      lead={t('playbook.openingsLead')}
    >
      <Accordion variant="filled" multiple order={3} keepMountedMode="display-none" className={styles.variants}>
        {variants.map((variant) => (
          <Accordion.Item key={variant.id} value={variant.id}>
            <Accordion.Control>
              <b>{words.label(variant.label)}</b>
              <small>
                {words.list(variant.directions.map((direction) => t(`direction.${direction}`)))}
                {variant.tags.length > 0 && ` · ${t('playbook.tagged', { tags: words.list(variant.tags) })}`}
                {` · ${t('playbook.actionCount', { count: variant.actions.length })}`}
              </small>
            </Accordion.Control>
            <Accordion.Panel>
              <ul className={flowStyles.actions}>
                {variant.actions.map((use) => (
                  <ActionItem key={use.action} use={use} />
                ))}
              </ul>
              <PhraseList phrases={variant.phrases} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </RuleCard>
  )
}

const Golden = () => {
  const t = useTranslations('playbook')
  const { playbook, words } = useReading()
  return (
    <RuleCard title={t('golden')} count={t('count', { count: playbook.goldenSteps.length })} lead={t('goldenLead')}>
      <ol className={styles.golden}>
        {playbook.goldenSteps.map(({ n, label, actions, afterCall }) => (
          <li key={n} data-after={afterCall || undefined}>
            <b>{words.label(label)}</b>
            <span>{afterCall ? t('afterCall') : words.list(actions.map(words.action))}</span>
          </li>
        ))}
      </ol>
    </RuleCard>
  )
}

/** What binds this flow as a whole. */
export const FlowRules = ({ flow }: { flow: PlaybookScenario }) => {
  const t = useTranslations('playbook')
  const { playbook, words } = useReading()
  const orderings = playbook.orderings.filter(({ scenarios }) => scenarios.includes(flow.scenario))
  return (
    <div className={styles.cards}>
      <RuleCard title={t('orderings')} count={t('count', { count: orderings.length })}>
        <ul className={styles.rules}>
          {orderings.map((ordering) => (
            <OrderLine key={ordering.id} ordering={ordering} />
          ))}
        </ul>
        {flow.confirmation && (
          <p className={styles.confirmation}>
            {t('confirmation', {
              after: words.list(flow.confirmation.after.map(words.action)),
              by: words.list(flow.confirmation.by.map(words.action)),
              sec: flow.confirmation.withinSec,
            })}
          </p>
        )}
      </RuleCard>
      {flow.scenario === 'complaint' && playbook.goldenSteps.length > 0 && <Golden />}
      <Openings flow={flow} />
    </div>
  )
}
