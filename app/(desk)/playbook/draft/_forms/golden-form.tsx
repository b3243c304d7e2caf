'use client'

import { useTranslations } from 'next-intl'
import type { Scenario } from '#server/domain/words.ts'
import { useEditing } from '../_model/editing.ts'
import { ScenariosContext } from '../_model/use-action-options.ts'
import { ActionsField, LabelFields, SwitchField } from './fields.tsx'
import { ItemList } from './item-list.tsx'

const COMPLAINTS: readonly Scenario[] = ['complaint']

/** The steps of handling a complaint well, in order. */
export const GoldenForm = () => {
  const t = useTranslations('playbook')
  const { playbook, words } = useEditing()
  return (
    <ItemList
      list="goldenSteps"
      items={playbook.goldenSteps}
      idOf={({ n }) => String(n)}
      title={t('golden')}
      lead={t('goldenLead')}
      isOrdered
      fresh={(n) => ({ n: Number(n), label: { zh: '', en: '' }, actions: [], afterCall: false })}
      note={({ afterCall, actions }) => (afterCall ? t('afterCall') : words.list(actions.map(words.action)))}
      form={(one, path) => (
        <>
          <LabelFields path={[...path, 'label']} value={one.label} label={t('draft.name')} />
          <SwitchField path={[...path, 'afterCall']} value={one.afterCall} label={t('draft.afterCall')} />
          {!one.afterCall && (
            <ScenariosContext value={COMPLAINTS}>
              <ActionsField
                path={[...path, 'actions']}
                value={one.actions}
                label={t('draft.goldenActions')}
                hint={one.actions.length === 0 ? t('draft.goldenEmpty') : undefined}
              />
            </ScenariosContext>
          )}
        </>
      )}
    />
  )
}
