import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readGivenPassword, readViewer } from '../_server/require-viewer.ts'
import { localPath } from '../sign-in/local-path.ts'
import styles from '../sign-in/sign-in.module.css'
import { ChangePassword } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('staff.password'))('title'),
})

type Props = { searchParams: Promise<{ next?: string | string[] }> }

/** The only page of somebody whose password was given by somebody else. */
const Page = async ({ searchParams }: Props) => {
  const next = localPath((await searchParams).next)
  const given = await readGivenPassword()
  if (!given) redirect((await readViewer()) ? next : `/sign-in?next=${encodeURIComponent(next)}`)
  const t = await getTranslations()
  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <span className={styles.brand} aria-hidden="true">
          {t('app.mark')}
        </span>
        <h1 className={styles.title}>{t('staff.password.title')}</h1>
        <p className={styles.lead}>{t('staff.password.lead')}</p>
        <ChangePassword username={given.username} next={next} />
      </section>
    </main>
  )
}

export default Page
