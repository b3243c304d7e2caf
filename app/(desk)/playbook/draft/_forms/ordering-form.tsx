'use client'

import { useTranslations } from 'next-intl'
import { SCENARIOS } from '#server/domain/words.ts'
import { useEditing } from '../_model/editing.ts'
import { ScenariosContext } from '../_model/use-action-options.ts'
import { BackwardForm } from './backward-form.tsx'
import { ActionsField, ChoiceField, LabelFields, ListField, SeverityField, useOptions } from './fields.tsx'
import styles from './form.module.css'
import { ItemList } from './item-list.tsx'

/** What must come before what, and where a call may go back to. */
export const OrderingForm = () => {
  const t = useTranslations()
  const { playbook } = useEditing()
  const { conditions, exemptions } = useOptions()
  const scenarios = SCENARIOS.map((value) => ({ value, label: t(`scenarios.${value}`) }))
  return (
    <div className={styles.stack}>
      <ItemList
        list="orderings"
        items={playbook.orderings}
        title={t('playbook.orderings')}
        prefix="ORD"
        fresh={(id) => ({
          id,
          label: { zh: '', en: '' },
          before: [],
          after: [],
          scenarios: [...SCENARIOS],
          severity: 'major' as const,
        })}
        form={(one, path) => (
          <>
            <LabelFields path={[...path, 'label']} value={one.label} label={t('playbook.draft.name')} />
            <ListField
              path={[...path, 'scenarios']}
              value={one.scenarios}
              label={t('playbook.draft.scenarios')}
              data={scenarios}
            />
            <ScenariosContext value={one.scenarios}>
              <ActionsField path={[...path, 'before']} value={one.before} label={t('playbook.draft.first')} />
              <ActionsField path={[...path, 'after']} value={one.after} label={t('playbook.draft.then')} />
            </ScenariosContext>
            <div className={styles.three}>
              <SeverityField path={[...path, 'severity']} value={one.severity} />
              <ChoiceField
                path={[...path, 'when']}
                value={one.when}
                label={t('playbook.draft.condition')}
                data={conditions}
                none={t('playbook.draft.always')}
                isOptional
              />
              <ChoiceField
                path={[...path, 'unless']}
                value={one.unless}
                label={t('playbook.draft.unless')}
                data={exemptions}
                none={t('playbook.draft.never')}
                isOptional
              />
            </div>
          </>
        )}
      />
      <BackwardForm />
    </div>
  )
}
