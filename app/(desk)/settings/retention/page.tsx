import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getDatabase } from '#db/client.ts'
import { listRetentionRuns } from '#db/queries/list-retention-runs.ts'
import { loadRetention } from '#db/queries/load-retention.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { RetentionForm } from './client.tsx'
import styles from './retention.module.css'
import { RetentionRuns } from './runs.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('settings.places'))('retention'),
})

const SHOWN_RUNS = 14

const Page = async () => {
  await requirePermission('/settings/retention', 'retention.edit')
  const { sql } = getDatabase()
  const [retention, runs] = await Promise.all([loadRetention(sql), listRetentionRuns(sql, SHOWN_RUNS)])
  const t = await getTranslations('retention')
  return (
    <article className={styles.page}>
      <p className={styles.lead}>{t('lead')}</p>
      <RetentionForm retention={retention} />
      <RetentionRuns runs={runs} />
    </article>
  )
}

export default Page
