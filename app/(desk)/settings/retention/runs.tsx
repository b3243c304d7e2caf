import { getFormatter, getTranslations } from 'next-intl/server'
import type { listRetentionRuns } from '#db/queries/list-retention-runs.ts'
import { RETENTION_KINDS } from '#server/domain/retention.ts'
import styles from './retention.module.css'

type Runs = Awaited<ReturnType<typeof listRetentionRuns>>
type Dropped = Runs[number]['dropped']

/** The last nights: what went, in words. */
export const RetentionRuns = async ({ runs }: { runs: Runs }) => {
  const t = await getTranslations('retention')
  const format = await getFormatter()

  const describe = (dropped: Dropped): string => {
    const went = Object.entries(dropped).map(([kind, what]) => {
      const known = RETENTION_KINDS.find((one) => one === kind)
      const count = typeof what === 'number' ? t('rows', { count: what }) : t('parts', { count: what.length })
      const name = known ? t(`kinds.${known}`) : kind === 'deadLetters' ? t('refused') : t('shortened')
      return t('went', { name, count })
    })
    return went.length > 0 ? went.join(t('comma')) : t('nothing')
  }

  return (
    <section className={styles.card}>
      <h2>{t('runs')}</h2>
      {runs.length === 0 ? (
        <p>{t('noRuns')}</p>
      ) : (
        <table className={styles.runs}>
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              <th scope="col">{t('at')}</th>
              <th scope="col">{t('dropped')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ day, at, dropped }) => (
              <tr key={day}>
                <td>{day}</td>
                <td>{format.dateTime(at, { hour: '2-digit', minute: '2-digit', hour12: false })}</td>
                <td>{describe(dropped)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
