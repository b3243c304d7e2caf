'use client'

import { useTranslations } from 'next-intl'
import type { DisputeState } from '#server/domain/words.ts'
import styles from './disputes.module.css'

const SHAPES = { pending: '…', upheld: '=', overturned: '✕', moot: '–' } as const

/** Where a dispute stands: shape, colour and word. */
export const DisputeBadge = ({ state }: { state: DisputeState }) => {
  const t = useTranslations('disputes.states')
  return (
    <span className={styles.badge} data-state={state} data-testid="dispute-state">
      <span aria-hidden="true">{SHAPES[state]}</span> {t(state)}
    </span>
  )
}
