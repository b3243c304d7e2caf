'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import type { AlertCard } from '../_model/alert-cards.ts'
import { AlertCardView } from './alert-card.tsx'
import styles from './alert-panel.module.css'

type Lane = 'unclaimed' | 'claimed'

/** Order and membership stand still while the pointer is over the list; the cards themselves stay live. */
const useHeldCards = (cards: AlertCard[]) => {
  const [isHeld, setHeld] = useState(false)
  const order = useRef<string[]>([])
  if (!isHeld) order.current = cards.map((card) => card.key)
  const known = new Map(cards.map((card) => [card.key, card]))
  const held = order.current.flatMap((key) => known.get(key) ?? [])
  const fresh = cards.filter((card) => !order.current.includes(card.key))
  return { cards: [...held, ...fresh], setHeld }
}

type Props = { cards: AlertCard[]; onOpen: (feed: string, callId: string) => void }

/** Calls that need somebody, worst first. */
export const AlertPanel = ({ cards, onOpen }: Props) => {
  const t = useTranslations('alerts')
  const [lane, setLane] = useState<Lane>('unclaimed')
  const held = useHeldCards(cards)
  const lanes: Record<Lane, AlertCard[]> = {
    unclaimed: held.cards.filter((card) => card.isUnclaimed),
    claimed: held.cards.filter((card) => !card.isUnclaimed),
  }
  const shown = lanes[lane]
  return (
    <section className={styles.panel} aria-label={t('title')} data-testid="alert-panel">
      <div className={styles.lanes} role="tablist" aria-label={t('title')}>
        {(['unclaimed', 'claimed'] as const).map((key) => (
          <UnstyledButton
            key={key}
            id={`lane-${key}`}
            role="tab"
            aria-selected={lane === key}
            aria-controls="alert-lane"
            className={styles.lane}
            onClick={() => setLane(key)}
            data-testid={`lane-${key}`}
          >
            {t(key, { count: lanes[key].length })}
          </UnstyledButton>
        ))}
      </div>
      <div
        id="alert-lane"
        role="tabpanel"
        aria-labelledby={`lane-${lane}`}
        className={styles.list}
        tabIndex={0}
        onPointerEnter={(event) => event.pointerType === 'mouse' && held.setHeld(true)}
        onPointerLeave={() => held.setHeld(false)}
      >
        {shown.map((card) => (
          <AlertCardView key={card.key} card={card} onOpen={onOpen} />
        ))}
        {shown.length === 0 && (
          <div className={styles.empty}>
            <p>{t(lane === 'unclaimed' ? 'none' : 'noneClaimed')}</p>
            {lane === 'unclaimed' && <p className={styles.small}>{t('noneText')}</p>}
          </div>
        )}
      </div>
    </section>
  )
}
