'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { STEPS, type Step } from '#server/domain/words.ts'
import type { FloorSummary } from '../_model/summary.ts'
import type { FloorParams } from '../use-floor.ts'
import styles from './summary-strip.module.css'

type Props = Pick<FloorParams, 'setFilter'> & { summary: FloorSummary; wanted: FloorParams['filter']['step'] }

/** How many calls are in each step; a press on a step keeps only those calls. */
export const StepBar = ({ summary, wanted, setFilter }: Props) => {
  const t = useTranslations('floor')
  const tStep = useTranslations('steps')
  const tShort = useTranslations('stepsShort')
  const total = STEPS.reduce((sum, step) => sum + summary.steps[step], 0)
  const toggle = (step: Step) => setFilter({ step: wanted.length === 1 && wanted[0] === step ? [] : [step] })
  const most = Math.max(...STEPS.map((step) => summary.steps[step]))
  return (
    <div className={`${styles.card} ${styles.steps}`}>
      <div className={styles.stepsHead}>
        <span className={styles.label}>{t('stepsOf', { count: total })}</span>
        {summary.noStep > 0 && (
          <span className={styles.label}>
            {t('noStep')} {summary.noStep}
          </span>
        )}
      </div>
      <div className={styles.bar}>
        {STEPS.map((step) => {
          const count = summary.steps[step]
          return (
            <UnstyledButton
              key={step}
              className={styles.step}
              style={{ flexGrow: total === 0 ? 1 : count }}
              data-most={(count > 0 && count === most) || undefined}
              data-empty={count === 0 || undefined}
              aria-pressed={wanted.includes(step)}
              aria-label={t('stepFilter', { step: tStep(step), count })}
              onClick={() => toggle(step)}
              data-testid={`step-count-${step}`}
            >
              <span>{tShort(step)}</span> <b>{count}</b>
            </UnstyledButton>
          )
        })}
      </div>
    </div>
  )
}
