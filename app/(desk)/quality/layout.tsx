import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { readViewer } from '../../_server/require-viewer.ts'
import { HeaderSlot } from '../_shell/header-slot.tsx'
import { QualityNav } from './_parts/quality-nav.tsx'
import styles from './quality.module.css'

/** Each page asks for its permission itself. */
const QualityLayout = async ({ children }: { children: ReactNode }) => {
  const viewer = await readViewer()
  if (!viewer) return children
  const t = await getTranslations('disputes')
  return (
    <>
      <HeaderSlot>
        <h1 className={styles.title}>{t('title')}</h1>
        {viewer.permissions.includes('verdict.dispute') && <QualityNav />}
      </HeaderSlot>
      {children}
    </>
  )
}

export default QualityLayout
