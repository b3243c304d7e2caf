'use client'

import { useTranslations } from 'next-intl'
import type { Action, Due } from '#server/domain/playbook/action.ts'
import type { Playbook, PolicyLine } from '#server/domain/playbook/playbook.ts'
import type { Change } from './diff.ts'
import { useWords } from './use-words.ts'

export type ChangeText = { place: string[]; field: string; from: string | null; to: string | null }

type Item = Record<string, unknown>
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Words of closed lists, by the field that holds one: where they stand in the messages. */
const FOLDERS: Record<string, string> = {
  source: 'levelSource',
  severity: 'severity',
  scenario: 'scenarios',
  scenarios: 'scenarios',
  step: 'steps',
  direction: 'direction',
  directions: 'direction',
  level: 'playbook.obligations',
  skippable: 'playbook.draft.skippables',
  evidence: 'playbook.draft.evidenceClasses',
  matchFrom: 'playbook.draft.matchFroms',
  as: 'playbook.uses',
  rule: 'playbook.ruleKinds',
  excuses: 'playbook.excuseKinds',
}
const SECONDS = new Set(['min', 'target', 'warn', 'max', 'withinSec', 'sec'])
const ACTIONS = new Set(['before', 'after', 'by', 'except', 'action'])
const LISTS = new Set([
  'scenarios',
  'steps',
  'actions',
  'orderings',
  'forbidden',
  'openings',
  'conditions',
  'exemptions',
])

/** A change as a sentence in parts: where, what, from what, to what. */
export const useChangeText = (from: Playbook, to: Playbook) => {
  const t = useTranslations()
  const before = useWords(from)
  const after = useWords(to)
  const has = (key: string) => t.has(key as Parameters<typeof t.has>[0])
  const say = (key: string) => t(key as Parameters<typeof t>[0])

  const valueText = (field: string, value: unknown, words: typeof before): string | null => {
    if (value === undefined) return null
    if (Array.isArray(value))
      return words.list(value.map((one) => valueText(field, one, words) ?? '')) || t('playbook.draft.nothing')
    if (typeof value === 'boolean') return t(value ? 'playbook.draft.yes' : 'playbook.draft.no')
    if (typeof value === 'number') return SECONDS.has(field) ? t('playbook.sec', { sec: value }) : String(value)
    if (typeof value === 'string') {
      const folder = FOLDERS[field]
      if (folder && has(`${folder}.${value}`)) return say(`${folder}.${value}`)
      if (ACTIONS.has(field) || field === 'actions' || field === 'order') return words.action(value)
      if (field === 'when') return words.condition(value)
      if (field === 'unless') return words.exemption(value)
      if (field === 'about') return words.about(value)
      if (field === 'events') return words.event(value as Parameters<typeof words.event>[0])
      return words.quote(value)
    }
    if (!isItem(value)) return String(value)
    if (field === 'due') return words.due(value as Due)
    if (field === 'metrics') return words.metric(value as Action['metrics'][number])
    if (typeof value.cue === 'string') return words.quote(value.cue)
    if (isItem(value.label)) return words.quote(words.label(value.label as { zh: string }))
    if (typeof value.zh === 'string') return words.quote(words.label(value as { zh: string }))
    if (field === 'policy') {
      const { as, ...line } = value as PolicyLine
      const parts = Object.entries(line).map(([key, inner]) => valueText(key, inner, words))
      return `${parts.filter(Boolean).join(' · ')} → ${say(`playbook.uses.${as}`)}`
    }
    return Object.entries(value)
      .map(([key, inner]) => `${fieldText(key)} ${valueText(key, inner, words) ?? ''}`)
      .join(t('playbook.semicolon'))
  }

  const fieldText = (field: string) =>
    has(`playbook.draft.fields.${field}`) ? say(`playbook.draft.fields.${field}`) : field

  const nameText = (list: string, name: string): string => {
    if (list === 'scenarios') return say(`scenarios.${name}`)
    if (list === 'steps') return say(`steps.${name}`)
    if (list === 'actions') return after.action(name) === name ? before.action(name) : after.action(name)
    if (list === 'goldenSteps') return `${fieldText('goldenSteps')} ${name}`
    const find = (playbook: Playbook) =>
      (playbook[list as 'orderings'] as readonly { id: string; label: { zh: string; en: string } }[] | undefined)?.find(
        ({ id }) => id === name,
      )
    const found = find(to) ?? find(from)
    return found ? after.label(found.label) : name
  }

  return (change: Change): ChangeText => {
    const place: string[] = []
    const fields: string[] = []
    const { path } = change
    for (let index = 0; index < path.length; index++) {
      const [part, next] = [path[index] ?? '', path[index + 1]]
      const isListed = (LISTS.has(part) || part === 'goldenSteps') && next !== undefined && next !== 'order'
      if (!isListed) {
        fields.push(part)
        continue
      }
      if (index === 0 && part !== 'scenarios' && part !== 'goldenSteps') place.push(fieldText(part))
      place.push(nameText(part, next))
      index++
    }
    const last = fields.at(-1) ?? path.at(-2) ?? ''
    const field = last === 'order' && path.at(-2) === 'phrases' ? 'phrases' : last
    return {
      place,
      field: fields.length > 0 ? fields.map(fieldText).join(' ') : '',
      from: valueText(field, change.from, before),
      to: valueText(field, change.to, after),
    }
  }
}
