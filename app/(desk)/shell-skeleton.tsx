import { Skeleton } from '@mantine/core'
import { getTranslations } from 'next-intl/server'
import styles from './shell.module.css'

/** The shell's outline until the page is alive. */
export const ShellSkeleton = async () => {
  const t = await getTranslations('pages')
  return (
    <div className={styles.shell} aria-busy="true">
      <div className={styles.railGhost} />
      <div className={styles.header} />
      <main className={styles.ghost}>
        <p className="visually-hidden">{t('loading')}</p>
        <Skeleton height={64} radius={10} />
        <Skeleton height={32} radius={10} />
        <Skeleton height={420} radius={10} />
      </main>
    </div>
  )
}
