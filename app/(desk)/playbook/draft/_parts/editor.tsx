'use client'

import { useQueryStates } from 'nuqs'
import { useDeferredValue, useMemo } from 'react'
import type { LastBackTest } from '#db/queries/find-last-back-test.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { diffPlaybooks } from '../../_model/diff.ts'
import { useWords } from '../../_model/use-words.ts'
import { BackTest } from '../_back-test/back-test.tsx'
import { ActionForm } from '../_forms/action-form.tsx'
import { ConditionForm } from '../_forms/condition-form.tsx'
import { ExemptionForm } from '../_forms/exemption-form.tsx'
import { ForbiddenForm } from '../_forms/forbidden-form.tsx'
import { GoldenForm } from '../_forms/golden-form.tsx'
import { OpeningForm } from '../_forms/opening-form.tsx'
import { OrderingForm } from '../_forms/ordering-form.tsx'
import { PolicyForm } from '../_forms/policy-form.tsx'
import { StepForm } from '../_forms/step-form.tsx'
import { WholeCallForm } from '../_forms/whole-call-form.tsx'
import { EditingContext } from '../_model/editing.ts'
import { useDraft } from '../_model/use-draft.ts'
import { useProblems } from '../_model/use-problems.ts'
import type { StoredDraft } from '../client.tsx'
import styles from '../draft.module.css'
import { DRAFT_PARAMS, type Part } from '../search-params.ts'
import { Changes } from './changes.tsx'
import { Conflict } from './conflict.tsx'
import { DraftBar } from './draft-bar.tsx'
import { DraftNav } from './draft-nav.tsx'

type Props = {
  current: Playbook
  revision: number
  draft: StoredDraft
  lastTest: LastBackTest | null
  zone: string
}

const FORMS: Partial<Record<Part, () => React.ReactNode>> = {
  flow: StepForm,
  call: WholeCallForm,
  actions: ActionForm,
  conditions: ConditionForm,
  orderings: OrderingForm,
  exemptions: ExemptionForm,
  openings: OpeningForm,
  goldenSteps: GoldenForm,
  forbidden: ForbiddenForm,
  policy: PolicyForm,
}

/** The draft: what to edit at the left, its form beside it, how it is saved and what it changes above. */
export const Editor = ({ current, revision, draft, lastTest, zone }: Props) => {
  const stored = useMemo(() => ({ revision, body: draft.body }), [revision, draft.body])
  const { local, epoch, saving, change, goOn, base } = useDraft(stored)
  const words = useWords(local)
  const { problems, problemAt, isWrong } = useProblems(local)
  const shown = useDeferredValue(local)
  const changes = useMemo(() => diffPlaybooks(current, shown), [current, shown])
  const [{ part }] = useQueryStates(DRAFT_PARAMS)
  const editing = useMemo(
    () => ({ playbook: local, words, change, problemAt, isWrong }),
    [local, words, change, problemAt, isWrong],
  )
  const Form = FORMS[part]
  return (
    <EditingContext value={editing}>
      <div className={styles.editor}>
        <DraftBar {...{ current, draft, zone, saving, changes, problems, base }} onImport={(edits) => change(edits)} />
        {saving.state === 'conflict' && (
          <Conflict
            by={draft.savedBy}
            isFresh={revision !== base().revision}
            mine={diffPlaybooks(base().body, local)}
            from={base().body}
            to={local}
            goOn={goOn}
          />
        )}
        <div className={styles.body}>
          <DraftNav changes={changes} problems={problems} />
          <div key={epoch} className={styles.form}>
            {Form && <Form />}
            {part === 'changes' && <Changes current={current} changes={changes} problems={problems} />}
            {part === 'backTest' && (
              <BackTest
                current={current}
                revision={base().revision}
                isSaved={saving.state === 'saved'}
                hasProblems={problems.length > 0}
                last={lastTest}
                zone={zone}
              />
            )}
          </div>
        </div>
      </div>
    </EditingContext>
  )
}
