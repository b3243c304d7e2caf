'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { ACTION_EVENTS, EVIDENCE_CLASSES } from '#server/domain/words.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import { useActionOptions } from '../_model/use-action-options.ts'
import { DRAFT_PARAMS } from '../search-params.ts'
import { CueList } from './cue-list.tsx'
import { LabelFields, ListField, SwitchField, TextField } from './fields.tsx'
import styles from './form.module.css'
import { TryOut } from './try-out.tsx'

/** One action wherever it is owed: its names, what counts as done, the words it is heard by. */
export const ActionForm = () => {
  const t = useTranslations('playbook')
  const { playbook, words, problemAt } = useEditing()
  const actions = useActionOptions()
  const [{ item }, setParams] = useQueryStates(DRAFT_PARAMS)
  const known = playbook.actions.findIndex(({ id }) => id === item)
  const index = known < 0 ? 0 : known
  const action = playbook.actions[index]
  if (!action) return null
  const path: Path = ['actions', index]
  return (
    <div className={styles.stack}>
      <h2>{t('draft.partNames.actions')}</h2>
      <Select
        size="sm"
        searchable
        allowDeselect={false}
        label={t('draft.whichAction', { count: playbook.actions.length })}
        data={actions}
        value={action.id}
        onChange={(id) => id && void setParams({ item: id })}
      />
      <div key={action.id} className={styles.stack}>
        <LabelFields path={[...path, 'label']} value={action.label} label={t('draft.name')} />
        <TextField path={[...path, 'phrase']} value={action.phrase} label={t('draft.samplePhrase')} isOptional />
        <TextField path={[...path, 'note']} value={action.note} label={t('draft.note')} isOptional />
        <div className={styles.pair}>
          <ListField
            path={[...path, 'evidence']}
            value={action.evidence}
            label={t('draft.evidence')}
            data={EVIDENCE_CLASSES.map((value) => ({ value, label: t(`draft.evidenceClasses.${value}`) }))}
          />
          <ListField
            path={[...path, 'events']}
            value={action.events}
            label={t('draft.events')}
            data={ACTION_EVENTS.map((value) => ({ value, label: words.event(value) }))}
          />
        </div>
        <SwitchField path={[...path, 'systemOnly']} value={action.systemOnly} label={t('draft.systemOnly')} />
        <p className={styles.problem} role="alert">
          {problemAt([...path, 'cues'])}
        </p>
        <CueList path={[...path, 'cues', 'agent']} cues={action.cues.agent} label={t('draft.agentSays')} />
        <CueList path={[...path, 'cues', 'customer']} cues={action.cues.customer} label={t('draft.customerSays')} />
        <TryOut cues={[...action.cues.agent, ...action.cues.customer]} />
      </div>
    </div>
  )
}
