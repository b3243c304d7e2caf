'use client'

import { useTranslations } from 'next-intl'
import { whereExemption } from '../../_model/where-used.ts'
import { useEditing } from '../_model/editing.ts'
import { ActionsField, ChoiceField, LabelFields, SwitchField } from './fields.tsx'
import { ItemList } from './item-list.tsx'
import { TestList } from './test-list.tsx'

const EXCUSES = ['rest', 'call', 'actions'] as const

/** Why what was not done is no fault. */
export const ExemptionForm = () => {
  const t = useTranslations('playbook')
  const { playbook, words } = useEditing()
  return (
    <ItemList
      list="exemptions"
      items={playbook.exemptions}
      title={t('exemptions')}
      lead={t('exemptionsLead')}
      prefix="exemption"
      fresh={(id) => ({
        id,
        label: { zh: '', en: '' },
        tests: [],
        excuses: 'rest' as const,
        actions: [],
        except: [],
        untilBye: false,
      })}
      note={({ tests }) => (tests.length > 0 ? words.tests(tests) : t('draft.neverExcuses'))}
      heldBy={({ id }) => whereExemption(playbook, id)}
      form={(one, path) => (
        <>
          <LabelFields path={[...path, 'label']} value={one.label} label={t('draft.name')} />
          <TestList path={[...path, 'tests']} tests={one.tests} none={t('draft.neverExcuses')} />
          <ChoiceField
            path={[...path, 'excuses']}
            value={one.excuses}
            label={t('draft.excuses')}
            data={EXCUSES.map((value) => ({ value, label: t(`excuseKinds.${value}`) }))}
          />
          {one.excuses === 'actions' && (
            <ActionsField
              path={[...path, 'actions']}
              value={one.actions}
              label={t('draft.excusedActions')}
              hint={one.actions.length === 0 ? t('draft.excusesNothing') : undefined}
            />
          )}
          <ActionsField path={[...path, 'except']} value={one.except} label={t('draft.except')} />
          <SwitchField path={[...path, 'untilBye']} value={one.untilBye} label={t('draft.untilBye')} />
        </>
      )}
    />
  )
}
