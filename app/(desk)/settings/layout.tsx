import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { readViewer } from '../../_server/require-viewer.ts'
import { HeaderSlot } from '../_shell/header-slot.tsx'
import styles from './_shell/settings.module.css'
import { SettingsNav } from './_shell/settings-nav.tsx'

/** Each page asks for its permission itself; the list only leaves out what would be refused. */
const SettingsLayout = async ({ children }: { children: ReactNode }) => {
  if (!(await readViewer())) return children
  const t = await getTranslations('settings')
  return (
    <div className={styles.layout}>
      <HeaderSlot>
        <h1 className={styles.title}>{t('title')}</h1>
      </HeaderSlot>
      <SettingsNav />
      <div className={styles.content}>{children}</div>
    </div>
  )
}

export default SettingsLayout
