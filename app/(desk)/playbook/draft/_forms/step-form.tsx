'use client'

import { Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { DwellBar } from '../../_parts/dwell-bar.tsx'
import { type Path, useEditing } from '../_model/editing.ts'
import { DRAFT_PARAMS } from '../search-params.ts'
import { ChoiceField, LabelFields, SecondsField, SeverityField } from './fields.tsx'
import styles from './form.module.css'
import { UseList } from './use-list.tsx'

const DWELL = ['min', 'target', 'warn', 'max'] as const
const WHOLE = ['target', 'warn', 'max'] as const

type Phrase = { zh: string; en?: string }

/** One phrase a line; an English one stays with its Chinese one. */
const PhrasesField = ({ path, phrases }: { path: Path; phrases: readonly Phrase[] }) => {
  const t = useTranslations('playbook.draft')
  const { set } = useEditing()
  const [text, setText] = useState(phrases.map(({ zh }) => zh).join('\n'))
  return (
    <Textarea
      size="sm"
      autosize
      minRows={3}
      label={t('phrases')}
      description={t('phrasesHint', { slot: '{…}' })}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        const lines = currentTarget.value.split('\n').map((line) => line.trim())
        const byText = new Map(phrases.map((phrase) => [phrase.zh, phrase]))
        set(
          path,
          lines.filter(Boolean).map((zh) => byText.get(zh) ?? { zh }),
        )
      }}
    />
  )
}

/** One step of one flow, and what the whole call of that flow is held to. */
export const StepForm = () => {
  const t = useTranslations()
  const { playbook, problemAt } = useEditing()
  const [{ scenario, step: wanted }] = useQueryStates(DRAFT_PARAMS)
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
      <UseList path={[...path, 'actions']} uses={step.actions} />
      <PhrasesField path={[...path, 'phrases']} phrases={step.phrases} />
      <section className={styles.group}>
        <h3>{t('playbook.draft.wholeCall', { scenario: t(`scenarios.${scenario}`) })}</h3>
        {(['talkSec', 'acwSec'] as const).map((kind) => (
          <div key={kind}>
            <div className={styles.four}>
              <b className={styles.rowName}>{t(kind === 'talkSec' ? 'playbook.talk' : 'playbook.acw')}</b>
              {WHOLE.map((mark) => (
                <SecondsField
                  key={mark}
                  path={['scenarios', s, kind, mark]}
                  value={flow[kind][mark]}
                  label={t('playbook.draft.inSeconds', { label: t(`playbook.marks.${mark}`) })}
                  hasProblem={problemAt(['scenarios', s, kind]) !== undefined}
                />
              ))}
            </div>
            <p className={styles.problem} role="alert">
              {problemAt(['scenarios', s, kind])}
            </p>
          </div>
        ))}
      </section>
    </div>
  )
}
