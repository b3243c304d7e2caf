'use client'

import { MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { SEVERITIES } from '#server/domain/words.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import { type Option, type OptionGroup, useActionOptions } from '../_model/use-action-options.ts'
import styles from './form.module.css'

type Of<V> = { path: Path; value: V; label: string }

/** A text of the playbook. An empty one of an optional field is taken away. */
export const TextField = ({ path, value, label, isOptional }: Of<string | undefined> & { isOptional?: boolean }) => {
  const { set, problemAt } = useEditing()
  return (
    <TextInput
      size="sm"
      label={label}
      value={value ?? ''}
      maxLength={400}
      error={problemAt(path)}
      onChange={({ currentTarget }) =>
        set(path, isOptional && currentTarget.value === '' ? undefined : currentTarget.value)
      }
    />
  )
}

/** A name in both languages. */
export const LabelFields = ({ path, value, label }: Of<{ zh: string; en?: string }>) => {
  const t = useTranslations('playbook.draft')
  return (
    <div className={styles.pair}>
      <TextField path={[...path, 'zh']} value={value.zh} label={t('inChinese', { label })} />
      <TextField path={[...path, 'en']} value={value.en} label={t('inEnglish', { label })} />
    </div>
  )
}

/** Seconds; what is no number is not taken. */
export const SecondsField = (props: Of<number> & { hasProblem?: boolean; testId?: string }) => {
  const { path, value, label, hasProblem, testId } = props
  const { set, problemAt } = useEditing()
  return (
    <NumberInput
      size="sm"
      label={label}
      value={value}
      min={0}
      max={7200}
      clampBehavior="strict"
      allowNegative={false}
      decimalScale={0}
      hideControls
      error={problemAt(path) ?? hasProblem}
      onChange={(next) => typeof next === 'number' && set(path, next)}
      data-testid={testId}
    />
  )
}

type Options = readonly (Option | OptionGroup)[]

/** From here on a list is searched rather than read. */
const MANY = 8
const isMany = (data: Options) => data.length > MANY || data.some((one) => 'group' in one)

export const ChoiceField = (props: Of<string | undefined> & { data: Options; isOptional?: boolean; none?: string }) => {
  const { path, value, label, data, isOptional, none } = props
  const t = useTranslations('playbook.draft')
  const { set, problemAt } = useEditing()
  return (
    <Select
      size="sm"
      label={label}
      data={data}
      value={value ?? null}
      placeholder={none}
      searchable={isMany(data)}
      nothingFoundMessage={t('nothingFits')}
      clearable={isOptional}
      allowDeselect={isOptional}
      error={problemAt(path)}
      onChange={(next) => (next !== null || isOptional) && set(path, next ?? undefined)}
    />
  )
}

type ListProps = Of<readonly string[]> & { data: Options; hint?: string; testId?: string }

/** Several of a list. */
export const ListField = ({ path, value, label, data, hint, testId }: ListProps) => {
  const t = useTranslations('playbook.draft')
  const { set, problemAt } = useEditing()
  const inner = value.map((_, index) => problemAt([...path, index])).find(Boolean)
  return (
    <MultiSelect
      size="sm"
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={data}
      value={[...value]}
      searchable
      hidePickedOptions
      nothingFoundMessage={t('nothingFits')}
      data-testid={testId}
      error={problemAt(path) ?? inner}
      onChange={(next) => set(path, next)}
    />
  )
}

/** Several actions, found by name under their steps. */
export const ActionsField = (props: Omit<ListProps, 'data'>) => <ListField {...props} data={useActionOptions()} />

/** Yes or no. */
export const SwitchField = ({ path, value, label }: Of<boolean>) => {
  const { set } = useEditing()
  return <Switch label={label} checked={value} onChange={({ currentTarget }) => set(path, currentTarget.checked)} />
}

export const SeverityField = ({ path, value }: { path: Path; value: string }) => {
  const t = useTranslations()
  const data = SEVERITIES.map((one) => ({ value: one, label: t(`severity.${one}`) }))
  return <ChoiceField path={path} value={value} label={t('playbook.draft.severity')} data={data} />
}

/** Everything else there is to choose from, by its name. */
export const useOptions = () => {
  const { playbook, words } = useEditing()
  const named = (list: readonly { id: string; label: { zh: string; en?: string } }[]): Option[] =>
    list.map(({ id, label }) => ({ value: id, label: words.label(label) }))
  return {
    conditions: named(playbook.conditions),
    exemptions: named(playbook.exemptions),
    abouts: named([...playbook.actions, ...playbook.orderings, ...playbook.forbidden]),
  }
}
