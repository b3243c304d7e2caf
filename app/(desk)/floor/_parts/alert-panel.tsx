'use client'

import { Button, UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { memo, useState } from 'react'
import type { AlertCard } from '../_model/alert-cards.ts'
import { AlertCardView } from './alert-card.tsx'
import styles from './alert-panel.module.css'

type Lane = 'unclaimed' | 'claimed'

/** Cards drawn at first and with each press on "more": nobody reads further down at once. */
const PAGE = 30

/** Order and membership stand still while the pointer is over the list; the cards themselves stay live. */
const useHeldCards = (cards: AlertCard[]) => {
  const [order, setOrder] = useState<string[] | null>(null)
  const setHeld = (isHeld: boolean) => setOrder(isHeld ? cards.map((card) => card.key) : null)
  if (!order) return { cards, setHeld }
  const known = new Map(cards.map((card) => [card.key, card]))
  const stood = new Set(order)
  const held = order.flatMap((key) => known.get(key) ?? [])
  return { cards: [...held, ...cards.filter((card) => !stood.has(card.key))], setHeld }
}

type Props = { cards: AlertCard[]; onOpen: (feed: string, callId: string) => void }

/** Calls that need somebody, worst first. */
export const AlertPanel = memo(({ cards, onOpen }: Props) => {
  const t = useTranslations('alerts')
  const [lane, setLane] = useState<Lane>('unclaimed')
  const [limit, setLimit] = useState(PAGE)
  const held = useHeldCards(cards)
  const lanes: Record<Lane, AlertCard[]> = {
    unclaimed: held.cards.filter((card) => card.isUnclaimed),
    claimed: held.cards.filter((card) => !card.isUnclaimed),
  }
  const shown = lanes[lane].slice(0, limit)
  const hidden = lanes[lane].length - shown.length
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
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard.
        tabIndex={0}
        onPointerEnter={(event) => event.pointerType === 'mouse' && held.setHeld(true)}
        onPointerLeave={() => held.setHeld(false)}
      >
        {shown.map((card) => (
          <AlertCardView key={card.key} card={card} onOpen={onOpen} />
        ))}
        {hidden > 0 && (
          <Button className={styles.more} variant="default" size="compact-sm" onClick={() => setLimit(limit + PAGE)}>
            {t('more', { shown: shown.length, total: lanes[lane].length })}
          </Button>
        )}
        {shown.length === 0 && (
          <div className={styles.empty}>
            <p>{t(lane === 'unclaimed' ? 'none' : 'noneClaimed')}</p>
            {lane === 'unclaimed' && <p className={styles.small}>{t('noneText')}</p>}
          </div>
        )}
      </div>
    </section>
  )
})
AlertPanel.displayName = 'AlertPanel'
