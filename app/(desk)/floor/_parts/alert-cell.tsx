'use client'

import type { AgentRow } from '#server/protocol/live.ts'
import { useRuleText } from '../../../_ui/rule-text.ts'
import { useText } from '../../../_ui/text.tsx'
import { Timer } from '../../../_ui/timer.tsx'
import { openAlertsOf, worstAlertOf } from '../_model/alerts.ts'
import styles from './floor-table.module.css'
import { LevelBadge } from './level-badge.tsx'

/** The worst open alert and how long it has been true; without one, what else is worth a word. */
export const AlertCell = ({ feed, row }: { feed: string; row: AgentRow }) => {
  const t = useText()
  const ruleText = useRuleText()
  const worst = worstAlertOf(row)
  const call = row.call
  if (worst) {
    const more = openAlertsOf(row).length - 1
    return (
      <div role="gridcell" data-column="alert">
        <span
          className={styles.chip}
          data-severity={worst.severity}
          data-source={worst.source}
          data-claimed={worst.handling !== 'open' || undefined}
        >
          <span className={styles.chipText} title={ruleText.long(worst)}>
            {ruleText.short(worst)}
          </span>
          <Timer feed={feed} since={worst.dueAt} until={worst.endedAt} className={styles.chipTime} />
        </span>
        {more > 0 && (
          <span className={styles.more} title={t('floor.moreAlerts', { count: more })}>
            +{more}
          </span>
        )}
      </div>
    )
  }
  const putRight = row.alerts.find((alert) => alert.condition === 'put_right' && alert.step)
  return (
    <div role="gridcell" data-column="alert">
      {call?.helpSince !== undefined ? (
        <span className={styles.chip} data-severity="major">
          <span className={styles.chipText}>{t('floor.help')}</span>
          <Timer feed={feed} since={call.helpSince} until={call.endedAt} className={styles.chipTime} />
        </span>
      ) : putRight?.step ? (
        <PutRight step={putRight.step} />
      ) : call && call.level > 0 ? (
        <LevelBadge call={call} />
      ) : call?.transferredFrom ? (
        <span className={styles.note}>{t('floor.transferredFrom', { agent: call.transferredFrom })}</span>
      ) : null}
    </div>
  )
}

const PutRight = ({ step }: { step: NonNullable<AgentRow['alerts'][number]['step']> }) => {
  const t = useText()
  return <span className={styles.note}>{t('floor.putRight', { step: t(`stepsShort.${step}`) })}</span>
}
