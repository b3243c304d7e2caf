'use client'

import { useTranslations } from 'next-intl'
import type { Step } from '#server/domain/words.ts'
import { type Action, countActions, isNewRound, roundsOf } from './action-model.ts'
import { ActionRow } from './action-row.tsx'
import styles from './actions.module.css'
import type { CallSegment } from './call-segments.tsx'

type Props = { feed: string; segment: CallSegment; step: Step }

/** What a step asks for and how it stands, round by round; folded where nobody has to look. */
export const StepActions = ({ feed, segment, step }: Props) => {
  const t = useTranslations('call')
  const rounds = roundsOf(segment, step)
  const shown = rounds.flatMap((round) => round.shown)
  const aside = rounds.flatMap((round) => round.aside)
  if (shown.length + aside.length === 0) return null
  const { done, missed, total } = countActions(shown)
  const row = (action: Action) => (
    <ActionRow key={`${action.id} ${action.level} ${action.round}`} feed={feed} segment={segment} action={action} />
  )
  const isOpen = segment.endedAt === undefined ? segment.current === step || missed > 0 : missed > 0
  return (
    <details className={styles.fold} open={isOpen} data-testid={`actions-${step}`}>
      <summary className={styles.summary}>
        {t('actionsDone', { done, total })}
        {missed > 0 && <b className={styles.missed}>{t('actionsMissed', { count: missed })}</b>}
      </summary>
      {rounds.map((round) => (
        <div key={round.n}>
          {isNewRound(round) && <p className={styles.round}>{t('round', { n: round.n })}</p>}
          <ul className={styles.actions}>{round.shown.map(row)}</ul>
        </div>
      ))}
      {aside.length > 0 && (
        <details className={styles.fold}>
          <summary className={styles.summary}>{t('actionsAside', { count: aside.length })}</summary>
          <ul className={styles.actions}>{aside.map(row)}</ul>
        </details>
      )}
    </details>
  )
}
