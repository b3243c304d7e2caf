'use client'

import { Button, Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { entryKey, type ScenarioChange, type ScenarioEntry } from '#server/domain/scenario-map.ts'
import { SCENARIO_KEY_KINDS } from '#server/domain/settings.ts'
import { SCENARIOS } from '#server/domain/words.ts'
import styles from '../scenarios.module.css'

type Props = {
  version: number
  entries: readonly ScenarioEntry[]
  /** Unsaved changes; those without a scenario are entries taken out. */
  gone: readonly ScenarioChange[]
  changed: ReadonlySet<string>
  onChange: (change: ScenarioChange) => void
}

/** The table as it is with what is not yet saved: entries by kind, each with its scenario. */
export const EntryTable = ({ version, entries, gone, changed, onChange }: Props) => {
  const t = useTranslations('people.scenarios')
  const tScenario = useTranslations('scenarios')
  const data = SCENARIOS.map((value) => ({ value, label: tScenario(value) }))
  const sorted = entries.toSorted(
    (a, b) => SCENARIO_KEY_KINDS.indexOf(a.kind) - SCENARIO_KEY_KINDS.indexOf(b.kind) || a.key.localeCompare(b.key),
  )
  const removed = gone.filter(({ scenario }) => scenario === null)
  return (
    <section className={styles.card} aria-label={t('table')}>
      <header>
        <h2>{t('table')}</h2>
        <span className={styles.quiet}>{t('inForce', { version, count: entries.length })}</span>
      </header>
      {entries.length === 0 && <p className={styles.none}>{t('noEntries')}</p>}
      <ul>
        {sorted.map((entry) => (
          <li key={entryKey(entry)} data-changed={changed.has(entryKey(entry)) || undefined} data-testid="entry">
            <span className={styles.kind}>{t(`kinds.${entry.kind}`)}</span>
            <b>{entry.key}</b>
            <Select
              size="xs"
              className={styles.scenarioPick}
              allowDeselect={false}
              aria-label={t('scenarioOf', { key: entry.key })}
              data={data}
              value={entry.scenario}
              onChange={(scenario) => scenario && onChange({ ...entry, scenario })}
            />
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              fw={500}
              aria-label={t('removeOf', { key: entry.key })}
              onClick={() => onChange({ ...entry, scenario: null })}
            >
              {t('remove')}
            </Button>
          </li>
        ))}
        {removed.map((entry) => (
          <li key={entryKey(entry)} data-removed>
            <span className={styles.kind}>{t(`kinds.${entry.kind}`)}</span>
            <s>{entry.key}</s>
            <span className={styles.quiet}>{t('willBeRemoved')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
