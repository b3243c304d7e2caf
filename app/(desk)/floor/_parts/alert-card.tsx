'use client'

import { Button, UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useAgent, useHealth } from '../../../_live/hooks.ts'
import { useErrorText } from '../../../_ui/error-text.ts'
import { StepRibbon } from '../../../_ui/ribbon.tsx'
import { useRuleText } from '../../../_ui/rule-text.ts'
import { SeverityMark } from '../../../_ui/severity-mark.tsx'
import { Timer } from '../../../_ui/timer.tsx'
import { useViewer } from '../../_shell/viewer-context.ts'
import type { AlertCard } from '../_model/alert-cards.ts'
import styles from './alert-panel.module.css'
import { useClaims } from './use-claims.tsx'

type Props = { card: AlertCard; onOpen: (feed: string, callId: string) => void }

const ClaimButton = ({ card }: { card: AlertCard }) => {
  const t = useTranslations('alerts')
  const errorText = useErrorText()
  const claims = useClaims()
  const viewer = useViewer()
  const claim = claims.of(card.key)
  if (!card.isUnclaimed) {
    const by = card.alerts.find((alert) => alert.handledBy)?.handledBy
    return <span className={styles.claimed}>{by ? t('claimed_by', { name: by }) : t('claimedUnknown')}</span>
  }
  if (!viewer.permissions.includes('alert.handle')) return <span className={styles.claimed}>{t('nobody')}</span>
  const isPending = claim?.status === 'pending'
  return (
    <>
      <Button
        size="compact-sm"
        disabled={isPending}
        onClick={() => void claims.claim(card)}
        rightSection={
          <span className={styles.claimKey} aria-hidden="true">
            C
          </span>
        }
        data-testid="claim"
      >
        {isPending ? t('claiming') : t('claim')}
      </Button>
      {claim?.status === 'failed' && (
        <span className={styles.failed} role="alert">
          {t('failed', { reason: errorText(claim.code) })}
        </span>
      )}
    </>
  )
}

/** Rows are replaced, never changed: equal entries carry equal alerts. */
const isSameCard = (a: AlertCard, b: AlertCard) =>
  a.key === b.key &&
  a.isUnclaimed === b.isUnclaimed &&
  a.entries.length === b.entries.length &&
  a.entries.every((entry, index) => entry === b.entries[index])

/** All open alerts of one call: what is wrong, with whom, on what evidence, since when; and one thing to do. */
const CardView = ({ card, onOpen }: Props) => {
  const t = useTranslations()
  const ruleText = useRuleText()
  const first = card.entries[0]
  const row = useAgent(card.feed, first?.row.agentId ?? '') ?? first?.row
  const health = useHealth(card.feed)
  const worst = card.alerts[0]
  if (!row || !worst) return null
  const name = row.name ?? t('call.unnamedAgent', { agentNo: row.agentNo })
  const others = card.alerts.slice(1)
  return (
    <article
      className={styles.card}
      data-severity={worst.severity}
      data-health={health}
      data-testid={`alert-card-${card.callId}`}
      aria-label={`${name} ${ruleText.long(worst)}`}
    >
      <header className={styles.cardHead}>
        <SeverityMark severity={worst.severity} label={t(`severity.${worst.severity}`)} />
        <UnstyledButton
          className={styles.who}
          onClick={() => onOpen(card.feed, card.callId)}
          aria-label={t('alerts.openCall', { name })}
        >
          {name} <span className={styles.no}>{row.name ? row.agentNo : ''}</span>
        </UnstyledButton>
        <Timer feed={card.feed} since={worst.dueAt} until={worst.endedAt} className={styles.age} />
      </header>
      <p className={styles.what}>{ruleText.long(worst)}</p>
      {worst.evidence && <p className={styles.evidence}>{worst.evidence}</p>}
      {row.call?.steps && row.call.callId === card.callId && <StepRibbon feed={card.feed} call={row.call} />}
      {others.length > 0 && (
        <ul className={styles.others}>
          {others.map((alert) => (
            <li key={alert.key} data-severity={alert.severity}>
              <SeverityMark severity={alert.severity} label={t(`severity.${alert.severity}`)} />
              <span>{ruleText.long(alert)}</span>
              <Timer feed={card.feed} since={alert.dueAt} until={alert.endedAt} className={styles.otherAge} />
            </li>
          ))}
        </ul>
      )}
      <footer className={styles.cardFoot}>
        <ClaimButton card={card} />
      </footer>
    </article>
  )
}

/** Renders when its call's rows changed, not with each look at the floor. */
export const AlertCardView = memo(CardView, (a, b) => a.onOpen === b.onOpen && isSameCard(a.card, b.card))
AlertCardView.displayName = 'AlertCardView'
