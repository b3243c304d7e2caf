'use client'

import { Button, Checkbox, Select } from '@mantine/core'
import { IconChevronDown, IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionUse } from '#server/domain/playbook/action.ts'
import { OBLIGATIONS } from '#server/domain/words.ts'
import { ObligationMark, ObligationWord } from '../../_parts/obligation.tsx'
import { type Path, useEditing } from '../_model/editing.ts'
import { DueField } from './due-field.tsx'
import { ChoiceField, LabelFields, SeverityField, useOptions } from './fields.tsx'
import styles from './form.module.css'

const UseForm = ({ path, use }: { path: Path; use: ActionUse }) => {
  const t = useTranslations('playbook')
  const { set, remove } = useEditing()
  const { conditions } = useOptions()
  return (
    <div className={styles.useForm}>
      <LabelFields path={[...path, 'label']} value={use.label} label={t('draft.nameHere')} />
      <div className={styles.three}>
        <ChoiceField
          path={[...path, 'level']}
          value={use.level}
          label={t('draft.level')}
          data={OBLIGATIONS.map((value) => ({ value, label: t(`obligations.${value}`) }))}
        />
        <SeverityField path={[...path, 'severity']} value={use.severity} />
        <ChoiceField
          path={[...path, 'when']}
          value={use.when}
          label={t('draft.condition')}
          data={conditions}
          none={t('draft.always')}
          isOptional
        />
      </div>
      <DueField path={[...path, 'due']} due={use.due} />
      <div className={styles.line}>
        <Checkbox
          label={t('draft.neverSkip')}
          checked={use.neverSkip}
          onChange={({ currentTarget }) => set([...path, 'neverSkip'], currentTarget.checked)}
        />
        <Checkbox
          label={t('draft.fromCallStart')}
          checked={use.matchFrom === 'call_start'}
          onChange={({ currentTarget }) =>
            set([...path, 'matchFrom'], currentTarget.checked ? 'call_start' : 'step_start')
          }
        />
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={14} />}
          onClick={() => remove(path)}
        >
          {t('draft.takeOut')}
        </Button>
      </div>
    </div>
  )
}

/** The actions of a step: one line each, open one to change it. */
export const UseList = ({ path, uses }: { path: Path; uses: readonly ActionUse[] }) => {
  const t = useTranslations('playbook')
  const { playbook, words, set } = useEditing()
  const { actions } = useOptions()
  const [open, setOpen] = useState<string | null>(null)
  const used = new Set(uses.map(({ action }) => action))
  const add = (id: string) => {
    const action = playbook.actions.find((one) => one.id === id)
    if (!action) return
    const use: ActionUse = {
      action: id,
      label: action.label,
      level: 'required',
      severity: 'major',
      neverSkip: false,
      due: { at: 'step_exit' },
      matchFrom: 'step_start',
    }
    set([...path, uses.length], use)
    setOpen(id)
  }
  return (
    <section className={styles.group}>
      <h3>
        {t('actions')} <small>{t('count', { count: uses.length })}</small>
      </h3>
      <ul className={styles.uses}>
        {uses.map((use, index) => (
          <li key={use.action} data-open={open === use.action || undefined}>
            <Button
              fullWidth
              variant="subtle"
              color="gray"
              justify="space-between"
              className={styles.useHead}
              aria-expanded={open === use.action}
              onClick={() => setOpen(open === use.action ? null : use.action)}
              leftSection={<ObligationMark use={use} />}
              rightSection={<IconChevronDown size={16} aria-hidden="true" />}
              data-testid={`use-${use.action}`}
            >
              <b>{words.label(use.label)}</b>
              <span>
                <ObligationWord use={use} />
                {use.when && ` · ${t('when', { condition: words.condition(use.when) })}`}
                {use.level !== 'prohibited' && ` · ${words.due(use.due)}`}
              </span>
            </Button>
            {open === use.action && <UseForm path={[...path, index]} use={use} />}
          </li>
        ))}
      </ul>
      <Select
        size="sm"
        searchable
        value={null}
        placeholder={t('draft.addAction')}
        aria-label={t('draft.addAction')}
        data={actions.filter(({ value }) => !used.has(value))}
        onChange={(id) => id && add(id)}
      />
    </section>
  )
}
