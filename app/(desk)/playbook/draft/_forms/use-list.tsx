'use client'

import { Anchor, Button, Checkbox, Select } from '@mantine/core'
import { IconChevronDown, IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import type { ActionUse } from '#server/domain/playbook/action.ts'
import { OBLIGATIONS } from '#server/domain/words.ts'
import { ObligationMark, ObligationWord } from '../../_parts/obligation.tsx'
import { type Path, useEditing } from '../_model/editing.ts'
import { useActionOptions } from '../_model/use-action-options.ts'
import { DRAFT_PARAMS } from '../search-params.ts'
import { DueField } from './due-field.tsx'
import { ChoiceField, LabelFields, SeverityField, useOptions } from './fields.tsx'
import styles from './form.module.css'
import { WrongMark } from './wrong-mark.tsx'

/** How the condition an action depends on is known, and the way to change that. */
const ConditionNote = ({ use }: { use: ActionUse }) => {
  const t = useTranslations('playbook')
  const { playbook, words } = useEditing()
  const [, setParams] = useQueryStates(DRAFT_PARAMS)
  const condition = playbook.conditions.find(({ id }) => id === use.when)
  if (!condition)
    return use.level === 'conditional' && use.when === undefined ? (
      <p className={styles.quiet}>{t('draft.noConditionYet')}</p>
    ) : null
  return (
    <p className={styles.quiet}>
      {t('draft.knownBy', { condition: words.label(condition.label), tests: words.tests(condition.tests) })}{' '}
      <Anchor
        component="button"
        type="button"
        inherit
        onClick={() => void setParams({ part: 'conditions', item: condition.id })}
      >
        {t('draft.editCondition')}
      </Anchor>
    </p>
  )
}

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
      <ConditionNote use={use} />
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
  const [open, setOpen] = useState<string | null>(null)
  const actions = useActionOptions(new Set(uses.map(({ action }) => action)))
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
              <b>
                {words.label(use.label)} <WrongMark path={[...path, index]} />
              </b>
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
        data={actions}
        nothingFoundMessage={t('draft.nothingFits')}
        onChange={(id) => id && add(id)}
      />
    </section>
  )
}
