import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { STEPS } from '#server/domain/words.ts'
import { requireViewer } from '../../../_server/require-viewer.ts'
import { HeaderSlot } from '../../_shell/header-slot.tsx'
import { Snippet } from './snippet.tsx'
import { SNIPPETS, TOKEN_COMMANDS } from './snippets.ts'
import styles from './steps.module.css'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('help'))('title') })

const WAYS = ['dialplan', 'keypad', 'action', 'companion', 'asr'] as const

const Page = async () => {
  await requireViewer('/help/steps')
  const t = await getTranslations()
  const head = await headers()
  const host = `${head.get('x-forwarded-proto') ?? 'http'}://${head.get('host') ?? 'localhost:3000'}`
  return (
    <article className={styles.page}>
      <HeaderSlot>
        <h1 className={styles.title}>{t('help.title')}</h1>
      </HeaderSlot>
      <p className={styles.lead}>{t('help.lead')}</p>
      <section className={styles.card}>
        <h2>{t('help.stepNames')}</h2>
        <p>{t('help.stepNamesText')}</p>
        <ol className={styles.names}>
          {STEPS.map((step) => (
            <li key={step}>
              <code>{step}</code> {t(`steps.${step}`)}
            </li>
          ))}
        </ol>
      </section>
      {WAYS.map((way, index) => (
        <section key={way} className={styles.card} id={way}>
          <h2>
            {index + 1}. {t(`help.${way}.title`)}
          </h2>
          <p>{t(`help.${way}.text`)}</p>
          {(way === 'companion' || way === 'asr') && (
            <>
              <p>{t('help.token')}</p>
              <Snippet code={TOKEN_COMMANDS[way]} />
            </>
          )}
          <Snippet caption={t(`help.${way}.caption`)} code={SNIPPETS[way].replace('{host}', host)} />
        </section>
      ))}
    </article>
  )
}

export default Page
