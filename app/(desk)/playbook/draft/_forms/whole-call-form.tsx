'use client'

import { Switch } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useMemo, useRef } from 'react'
import type { PlaybookScenario } from '#server/domain/playbook/playbook.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import { ScenariosContext } from '../_model/use-action-options.ts'
import { DRAFT_PARAMS } from '../search-params.ts'
import { ActionsField, SecondsField } from './fields.tsx'
import styles from './form.module.css'

const MARKS = ['target', 'warn', 'max'] as const
const FRESH = { after: [], by: [], withinSec: 60 }

type Confirmation = NonNullable<PlaybookScenario['confirmation']>

/** What has to follow soon after something was said or done. Switched off and on again it is as it was. */
const ConfirmationFields = ({ path, rule }: { path: Path; rule: Confirmation | undefined }) => {
  const t = useTranslations('playbook.draft')
  const { set } = useEditing()
  const last = useRef<Confirmation>(FRESH)
  if (rule) last.current = rule
  return (
    <section className={styles.group}>
      <h3>{t('confirmation')}</h3>
      <div className={styles.fields}>
        <p className={styles.quiet}>{t('confirmationLead')}</p>
        <Switch
          label={t('asksConfirmation')}
          checked={rule !== undefined}
          onChange={({ currentTarget }) => set(path, currentTarget.checked ? last.current : undefined)}
          data-testid="asks-confirmation"
        />
        {rule && (
          <>
            <ActionsField
              path={[...path, 'after']}
              value={rule.after}
              label={t('confirmAfter')}
              testId="confirm-after"
            />
            <ActionsField path={[...path, 'by']} value={rule.by} label={t('confirmBy')} testId="confirm-by" />
            <div className={styles.narrow}>
              <SecondsField path={[...path, 'withinSec']} value={rule.withinSec} label={t('confirmWithin')} />
            </div>
          </>
        )}
      </div>
    </section>
  )
}

/** What the whole call of one flow is held to, whichever step it is in. */
export const WholeCallForm = () => {
  const t = useTranslations()
  const { playbook, problemAt } = useEditing()
  const [{ scenario }] = useQueryStates(DRAFT_PARAMS)
  const scenarios = useMemo(() => [scenario], [scenario])
  const s = playbook.scenarios.findIndex((flow) => flow.scenario === scenario)
  const flow = playbook.scenarios[s]
  if (!flow) return null
  return (
    <ScenariosContext value={scenarios}>
      <div key={scenario} className={styles.stack}>
        <h2>
          {t(`scenarios.${scenario}`)} › {t('playbook.draft.partNames.call')}
        </h2>
        {(['talkSec', 'acwSec'] as const).map((kind) => (
          <section key={kind} className={styles.group}>
            <h3>{t(kind === 'talkSec' ? 'playbook.draft.talkTime' : 'playbook.draft.acwTime')}</h3>
            <div className={styles.three}>
              {MARKS.map((mark) => (
                <SecondsField
                  key={mark}
                  path={['scenarios', s, kind, mark]}
                  value={flow[kind][mark]}
                  label={t('playbook.draft.inSeconds', { label: t(`playbook.marks.${mark}`) })}
                  hasProblem={problemAt(['scenarios', s, kind]) !== undefined}
                  testId={`${kind}-${mark}`}
                />
              ))}
            </div>
            <p className={styles.problem} role="alert">
              {problemAt(['scenarios', s, kind])}
            </p>
          </section>
        ))}
        <ConfirmationFields path={['scenarios', s, 'confirmation']} rule={flow.confirmation} />
      </div>
    </ScenariosContext>
  )
}
