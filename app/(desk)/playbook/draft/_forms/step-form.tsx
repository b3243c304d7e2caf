'use client'

import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { DwellBar } from '../../_parts/dwell-bar.tsx'
import { type Path, useEditing } from '../_model/editing.ts'
import { ScenariosContext } from '../_model/use-action-options.ts'
import { DRAFT_PARAMS } from '../search-params.ts'
import { ChoiceField, LabelFields, SecondsField, SeverityField } from './fields.tsx'
import styles from './form.module.css'
import { PhrasesField } from './phrases-field.tsx'
import { UseList } from './use-list.tsx'

const DWELL = ['min', 'target', 'warn', 'max'] as const

/** One step of one flow. */
export const StepForm = () => {
  const t = useTranslations()
  const { playbook, problemAt } = useEditing()
  const [{ scenario, step: wanted }] = useQueryStates(DRAFT_PARAMS)
  const scenarios = useMemo(() => [scenario], [scenario])
  const s = playbook.scenarios.findIndex((flow) => flow.scenario === scenario)
  const flow = playbook.scenarios[s]
  const i = flow?.steps.findIndex(({ step }) => step === wanted) ?? -1
  const step = flow?.steps[i]
  if (!flow || !step) return null
  const path: Path = ['scenarios', s, 'steps', i]
  const dwell: Path = [...path, 'dwellSec']
  return (
    <div key={`${scenario}-${wanted}`} className={styles.stack}>
      <h2>
        {t(`scenarios.${scenario}`)} › {t(`steps.${wanted}`)}
      </h2>
      <LabelFields path={[...path, 'goal']} value={step.goal} label={t('playbook.draft.goal')} />
      <section className={styles.group}>
        <h3>{t('playbook.dwell')}</h3>
        <div className={styles.four}>
          {DWELL.map((mark) => (
            <SecondsField
              key={mark}
              path={[...dwell, mark]}
              value={step.dwellSec[mark]}
              label={t('playbook.draft.inSeconds', { label: t(`playbook.marks.${mark}`) })}
              hasProblem={problemAt(dwell) !== undefined}
              testId={`dwell-${mark}`}
            />
          ))}
        </div>
        <p className={styles.problem} role="alert">
          {problemAt(dwell)}
        </p>
        <DwellBar dwell={step.dwellSec} />
      </section>
      <div className={styles.pair}>
        <SeverityField path={[...path, 'severity']} value={step.severity} />
        <ChoiceField
          path={[...path, 'skippable']}
          value={step.skippable}
          label={t('playbook.draft.skippable')}
          data={(['never', 'if_score_high'] as const).map((value) => ({
            value,
            label: t(`playbook.draft.skippables.${value}`),
          }))}
        />
      </div>
      <ScenariosContext value={scenarios}>
        <UseList path={[...path, 'actions']} uses={step.actions} />
      </ScenariosContext>
      <PhrasesField path={[...path, 'phrases']} phrases={step.phrases} />
    </div>
  )
}
