import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { getAccess } from '#server/access/auth.ts'
import { readGivenPassword, readViewer } from '../_server/require-viewer.ts'
import { localPath } from './local-path.ts'
import { providerProblem } from './provider-problem.ts'
import { ProviderSignIn } from './provider-sign-in.tsx'
import styles from './sign-in.module.css'
import { SignInForm } from './sign-in-form.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('signIn'))('title') })

type Props = { searchParams: Promise<{ next?: string | string[]; error?: string | string[] }> }

const Page = async ({ searchParams }: Props) => {
  const { next: wanted, error } = await searchParams
  const next = localPath(wanted)
  if (await readViewer()) redirect(next)
  if (await readGivenPassword()) redirect(`/change-password?next=${encodeURIComponent(next)}`)
  const t = await getTranslations()
  const provider = getAccess().oidcName
  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <span className={styles.brand} aria-hidden="true">
          {t('app.mark')}
        </span>
        <h1 className={styles.title}>{t('signIn.title')}</h1>
        <p className={styles.lead}>{t('signIn.lead')}</p>
        <SignInForm next={next} />
        {provider !== undefined && (
          <ProviderSignIn name={provider} next={next} problem={error === undefined ? null : providerProblem(error)} />
        )}
        <p className={styles.foot}>{t('signIn.noAccount')}</p>
      </section>
    </main>
  )
}

export default Page
