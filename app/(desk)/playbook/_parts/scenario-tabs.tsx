'use client'

import { SegmentedControl } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { SCENARIOS, type Scenario } from '#server/domain/words.ts'
import styles from '../playbook.module.css'

type Props = {
  value: Scenario
  /** How much was found in each. */
  counts?: Record<Scenario, number>
  onChange: (scenario: Scenario) => void
}

export const ScenarioTabs = ({ value, counts, onChange }: Props) => {
  const t = useTranslations()
  return (
    <SegmentedControl
      className={styles.scenarios}
      aria-label={t('playbook.scenario')}
      value={value}
      onChange={(next) => onChange(next as Scenario)}
      data={SCENARIOS.map((scenario) => ({
        value: scenario,
        label: (
          <span data-testid={`scenario-${scenario}`}>
            {t(`scenarios.${scenario}`)}
            {counts && <b data-none={counts[scenario] === 0 || undefined}>{counts[scenario]}</b>}
          </span>
        ),
      }))}
    />
  )
}
