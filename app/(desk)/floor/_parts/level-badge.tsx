'use client'

import type { RowCall } from '#server/protocol/live.ts'
import { useText } from '../../../_ui/text.tsx'
import styles from './floor-table.module.css'

/** How far the customer went; what was only heard is drawn with a broken line. */
export const LevelBadge = ({ call: { level, levelSource } }: { call: RowCall }) => {
  const t = useText()
  const title = levelSource && t('call.levelFrom', { level, source: t(`levelSource.${levelSource}`) })
  return (
    <span className={styles.level} data-source={levelSource} title={title}>
      {t('floor.level', { level, source: levelSource ?? 'none' })}
    </span>
  )
}
