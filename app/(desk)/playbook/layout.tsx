import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { readViewer } from '../../_server/require-viewer.ts'
import { HeaderSlot } from '../_shell/header-slot.tsx'
import { PlaybookNav } from './_parts/playbook-nav.tsx'
import styles from './playbook.module.css'

const PlaybookLayout = async ({ children }: { children: ReactNode }) => {
  if (!(await readViewer())) return children
  const t = await getTranslations('playbook')
  return (
    <>
      <HeaderSlot>
        <h1 className={styles.title}>{t('title')}</h1>
        <PlaybookNav />
      </HeaderSlot>
      {children}
    </>
  )
}

export default PlaybookLayout
