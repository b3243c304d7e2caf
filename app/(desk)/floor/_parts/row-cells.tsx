'use client'

import Link from 'next/link'
import type { AgentRow, RowCall } from '#server/protocol/live.ts'
import { useLiveState } from '../../../_live/hooks.ts'
import { floorStateOf } from '../../../_ui/floor-state.ts'
import { StepRibbon } from '../../../_ui/ribbon.tsx'
import { StateMark } from '../../../_ui/state-mark.tsx'
import { useText } from '../../../_ui/text.tsx'
import { Timer } from '../../../_ui/timer.tsx'
import { worstAlertOf } from '../_model/alerts.ts'
import styles from './floor-table.module.css'
import { LevelBadge } from './level-badge.tsx'

type RowProps = { row: AgentRow }
type LiveProps = RowProps & { feed: string }

/** Totals that differ by less say the same thing twice, ms. */
const SAME_MS = 2000

export const NameCell = ({ row }: RowProps) => {
  const t = useText()
  return (
    <div role="gridcell" data-column="name" title={row.name}>
      {row.name ? (
        <span className={styles.name}>{row.name}</span>
      ) : (
        <span className="visually-hidden">{t('floor.noName')}</span>
      )}
      <span className={row.name ? styles.agentNo : styles.name}>{row.agentNo}</span>
    </div>
  )
}

export const StateCell = ({ feed, row }: LiveProps) => {
  const t = useText()
  const state = floorStateOf(row)
  const word = state === 'not_ready' && row.reasonKind ? t(`reasons.${row.reasonKind}`) : t(`states.${state}`)
  return (
    <div role="gridcell" data-column="state" data-state={state} title={row.reason}>
      <StateMark state={state} />
      <span className={styles.word}>{word}</span>
      {row.since !== undefined && (
        <Timer feed={feed} since={row.since} className={styles.stateTime} testId={`state-timer-${row.agentId}`} />
      )}
    </div>
  )
}

export const QueueCell = ({ row }: RowProps) => {
  const t = useText()
  const call = row.call
  if (!call) return <div role="gridcell" data-column="queue" />
  const scenario = t(`scenarios.${call.scenario ?? 'none'}`)
  return (
    <div role="gridcell" data-column="queue" title={[call.queueId, scenario].filter(Boolean).join(' · ')}>
      <span className={call.scenario ? styles.scenario : styles.noScenario}>{scenario}</span>
      {call.queueId && <span className={styles.queue}>{call.queueId}</span>}
    </div>
  )
}

/** The customer, and how far they went where the row's alert is about something else. */
export const CallerCell = ({ row }: RowProps) => {
  const { call } = row
  const worst = worstAlertOf(row)
  return (
    <div role="gridcell" data-column="caller">
      {call?.caller}
      {call && call.level > 0 && worst && worst.rule !== 'complaint_level' && <LevelBadge call={call} />}
    </div>
  )
}

/** Where a queue has no source of step evidence: what can be known, and how to know more. */
const NoSteps = ({ feed, call }: { feed: string; call: RowCall }) => {
  const t = useText()
  const waiting = useLiveState((state) =>
    call.queueId === undefined ? undefined : state.streams[feed]?.queues.get(call.queueId)?.waiting,
  )
  return (
    <span className={styles.noSteps} data-testid="no-steps">
      <span>{t('floor.holds', { count: call.holdCount })}</span>
      {waiting !== undefined && <span>{t('floor.queuePressure', { count: waiting })}</span>}
      <Link href="/help/steps" title={t('floor.noStepsWhy')} onClick={(event) => event.stopPropagation()}>
        {t('floor.noSteps')}
      </Link>
    </span>
  )
}

export const FlowCell = ({ feed, row }: LiveProps) => {
  const call = row.call
  return (
    <div role="gridcell" data-column="ribbon">
      {call && (call.steps === null ? <NoSteps feed={feed} call={call} /> : <StepRibbon feed={feed} call={call} />)}
    </div>
  )
}

export const TalkCell = ({ feed, row }: LiveProps) => {
  const t = useText()
  const call = row.call
  if (!call) return <div role="gridcell" data-column="talk" />
  const { answeredAt, startedAt, endedAt } = call
  const hasTotal = answeredAt === undefined || answeredAt - startedAt >= SAME_MS
  return (
    <div role="gridcell" data-column="talk">
      {answeredAt !== undefined && (
        <Timer
          feed={feed}
          since={answeredAt}
          until={endedAt}
          className={styles.talk}
          testId={`talk-timer-${row.agentId}`}
        />
      )}
      {hasTotal && (
        <Timer
          feed={feed}
          since={startedAt}
          until={endedAt}
          className={styles.total}
          prefix={`${t('floor.total')} `}
          testId={`total-timer-${row.agentId}`}
        />
      )}
    </div>
  )
}
