'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Unmapped } from '#db/queries/list-unmapped.ts'
import { entryKey, type ScenarioChange } from '#server/domain/scenario-map.ts'
import { SCENARIOS } from '#server/domain/words.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import { UNMAPPED_DAYS } from '../days.ts'
import styles from '../scenarios.module.css'

type Props = { entries: readonly Unmapped[]; zone: string; onMap: (change: ScenarioChange) => void }

/** What calls came by and the table does not name; choosing a scenario names it. */
export const UnmappedList = ({ entries, zone, onMap }: Props) => {
  const t = useTranslations('people.scenarios')
  const tScenario = useTranslations('scenarios')
  const data = SCENARIOS.map((value) => ({ value, label: tScenario(value) }))
  return (
    <section className={styles.card} aria-label={t('unmapped')}>
      <header>
        <h2>{t('unmapped')}</h2>
        <span className={styles.quiet}>{t('unmappedCount', { count: entries.length, days: UNMAPPED_DAYS })}</span>
      </header>
      {entries.length === 0 && <p className={styles.none}>{t('noUnmapped', { days: UNMAPPED_DAYS })}</p>}
      <ul>
        {entries.map((entry) => (
          <li key={entryKey(entry)} data-testid="unmapped">
            <span className={styles.kind}>{t(`kinds.${entry.kind}`)}</span>
            <div className={styles.seen}>
              <b>{entry.key}</b>
              <small>{t('seen', { calls: entry.calls, open: entry.open, at: formatMoment(entry.lastAt, zone) })}</small>
            </div>
            <Select
              size="xs"
              className={styles.scenarioPick}
              placeholder={t('choose')}
              aria-label={t('scenarioOf', { key: entry.key })}
              data={data}
              value={null}
              onChange={(scenario) => scenario && onMap({ kind: entry.kind, key: entry.key, scenario })}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
