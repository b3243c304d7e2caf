'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { FLOOR_STATES, type FloorState } from '../../../_ui/floor-state.ts'
import { StateMark } from '../../../_ui/state-mark.tsx'
import { Timer } from '../../../_ui/timer.tsx'
import type { FloorSummary } from '../_model/summary.ts'
import type { FloorParams } from '../use-floor.ts'
import { StepBar } from './step-bar.tsx'
import styles from './summary-strip.module.css'

/** Always shown; the rarer states only while somebody is in them. */
const CORE: readonly FloorState[] = ['talking', 'hold', 'ringing', 'acw', 'ready', 'not_ready']

type Props = Pick<FloorParams, 'setFilter'> & {
  summary: FloorSummary
  /** States and steps the list is narrowed to. */
  states: FloorParams['filter']['state']
  steps: FloorParams['filter']['step']
  /** Some of what is counted is not now. */
  isOld: boolean
}

/** The floor in one line. Each figure narrows the list to what it counts. */
export const SummaryStrip = memo(({ summary, states: wanted, steps, setFilter, isOld }: Props) => {
  const t = useTranslations('floor')
  const tState = useTranslations('states')
  const toggle = (state: FloorState) => {
    const isOnly = wanted.length === 1 && wanted[0] === state
    setFilter({ state: isOnly ? [] : [state] })
  }
  const states = FLOOR_STATES.filter((state) => CORE.includes(state) || summary.states[state] > 0)
  return (
    <div className={styles.strip} role="group" aria-label={t('summary')} data-old={isOld || undefined}>
      <div className={styles.card}>
        {states.map((state) => (
          <UnstyledButton
            key={state}
            className={styles.figure}
            aria-pressed={wanted.includes(state)}
            onClick={() => toggle(state)}
            data-testid={`count-${state}`}
          >
            <span className={styles.label}>
              <StateMark state={state} />
              {tState(state)}
            </span>
            <b className={styles.number}>{summary.states[state]}</b>
          </UnstyledButton>
        ))}
      </div>
      <div className={styles.card}>
        <div className={styles.figure}>
          <span className={styles.label}>{t('waiting')}</span>
          <b className={styles.number} data-testid="queue-waiting">
            {summary.waiting}
          </b>
        </div>
        <div className={styles.figure}>
          <span className={styles.label}>{t('longestWait')}</span>
          <b className={styles.number} data-testid="queue-longest">
            {summary.oldest ? (
              <Timer feed={summary.oldest.feed} since={summary.oldest.since} />
            ) : (
              <span className={styles.none}>{t('nobodyWaits')}</span>
            )}
          </b>
        </div>
      </div>
      <StepBar summary={summary} wanted={steps} setFilter={setFilter} />
    </div>
  )
})
SummaryStrip.displayName = 'SummaryStrip'
