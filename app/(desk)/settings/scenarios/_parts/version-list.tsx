'use client'

import { useTranslations } from 'next-intl'
import { entryKey, type ScenarioChange } from '#server/domain/scenario-map.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import styles from '../scenarios.module.css'

export type VersionNote = {
  version: number
  /** Epoch ms. */
  savedAt: number
  savedBy: string | null
  /** Against the version before. */
  changes: ScenarioChange[]
}

const SHOWN_CHANGES = 6

/** Who changed what when; each version judges the calls that began under it. */
export const VersionList = ({ history, zone }: { history: readonly VersionNote[]; zone: string }) => {
  const t = useTranslations('people.scenarios')
  const tScenario = useTranslations('scenarios')
  const textOf = ({ kind, key, scenario }: ScenarioChange) =>
    t('changed', { kind: t(`kinds.${kind}`), key, scenario: scenario ? tScenario(scenario) : t('nothing') })
  return (
    <section className={styles.card} aria-label={t('versions')}>
      <header>
        <h2>{t('versions')}</h2>
        <span className={styles.quiet}>{t('versionsText')}</span>
      </header>
      <ol>
        {history.map(({ version, savedAt, savedBy, changes }) => (
          <li key={version} className={styles.version} data-testid="version">
            <b>{t('version', { version })}</b>
            <span className={styles.quiet}>{formatMoment(savedAt, zone)}</span>
            <span>{savedBy ?? t(version === 1 ? 'shipped' : 'notNoted')}</span>
            <span className={styles.changes}>
              {changes.slice(0, SHOWN_CHANGES).map((change) => (
                <span key={entryKey(change)}>{textOf(change)}</span>
              ))}
              {changes.length > SHOWN_CHANGES && (
                <span className={styles.quiet}>{t('moreChanges', { count: changes.length - SHOWN_CHANGES })}</span>
              )}
              {changes.length === 0 && <span className={styles.quiet}>{t('noChange')}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
