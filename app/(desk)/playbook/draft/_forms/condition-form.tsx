'use client'

import { useTranslations } from 'next-intl'
import { whereCondition } from '../../_model/where-used.ts'
import { useEditing } from '../_model/editing.ts'
import { ChoiceField, LabelFields } from './fields.tsx'
import { ItemList } from './item-list.tsx'
import { TestList } from './test-list.tsx'

const SOURCES = ['system', 'speech', 'agent', 'nobody'] as const

/** What conditional actions depend on, and how it is known. */
export const ConditionForm = () => {
  const t = useTranslations('playbook')
  const { playbook, words } = useEditing()
  return (
    <ItemList
      list="conditions"
      items={playbook.conditions}
      title={t('draft.partNames.conditions')}
      lead={t('draft.conditionsLead')}
      prefix="condition"
      fresh={(id) => ({ id, label: { zh: '', en: '' }, source: 'speech' as const, tests: [] })}
      note={({ tests }) => words.tests(tests)}
      heldBy={({ id }) => whereCondition(playbook, id)}
      form={(one, path) => (
        <>
          <LabelFields path={[...path, 'label']} value={one.label} label={t('draft.name')} />
          <TestList path={[...path, 'tests']} tests={one.tests} none={t('draft.noTests')} />
          <ChoiceField
            path={[...path, 'source']}
            value={one.source}
            label={t('draft.source')}
            data={SOURCES.map((value) => ({ value, label: t(`draft.sources.${value}`) }))}
          />
        </>
      )}
    />
  )
}
