'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Due } from '#server/domain/playbook/action.ts'
import { ACTION_EVENTS } from '#server/domain/words.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import { useActionOptions } from '../_model/use-action-options.ts'
import { ChoiceField, SecondsField } from './fields.tsx'
import styles from './form.module.css'

const KINDS = [
  'step_exit',
  'call_end',
  'acw_end',
  'before_content',
  'before_action',
  'before_event',
  'after_step_start',
  'after_trigger',
] as const satisfies readonly Due['at'][]

/** By when an action is due: a moment, and what it is measured by where it takes something. */
export const DueField = ({ path, due }: { path: Path; due: Due }) => {
  const t = useTranslations('playbook.draft')
  const { playbook, set, words } = useEditing()
  const actions = useActionOptions()
  const fresh = (at: Due['at']): Due => {
    if (at === 'before_action') return { at, action: playbook.actions[0]?.id ?? '' }
    if (at === 'before_event') return { at, event: ACTION_EVENTS[0] }
    return at === 'after_step_start' || at === 'after_trigger' ? { at, sec: 60 } : { at }
  }
  return (
    <div className={styles.due}>
      <Select
        size="sm"
        label={t('due')}
        allowDeselect={false}
        data={KINDS.map((value) => ({ value, label: t(`dueKinds.${value}`) }))}
        value={due.at}
        onChange={(at) => at && set(path, fresh(at as Due['at']))}
      />
      {due.at === 'before_action' && (
        <ChoiceField path={[...path, 'action']} value={due.action} label={t('action')} data={actions} />
      )}
      {due.at === 'before_event' && (
        <ChoiceField
          path={[...path, 'event']}
          value={due.event}
          label={t('event')}
          data={ACTION_EVENTS.map((value) => ({ value, label: words.event(value) }))}
        />
      )}
      {(due.at === 'after_step_start' || due.at === 'after_trigger') && (
        <SecondsField path={[...path, 'sec']} value={due.sec} label={t('seconds')} />
      )}
    </div>
  )
}
