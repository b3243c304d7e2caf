'use client'

import { useTranslations } from 'next-intl'
import type { Action, Due } from '#server/domain/playbook/action.ts'
import type { Test } from '#server/domain/playbook/conditions.ts'
import type { Playbook, PlaybookScenario, PolicyLine } from '#server/domain/playbook/playbook.ts'
import type { Change } from './diff.ts'
import { useItemText } from './use-item-text.ts'
import { useWords } from './use-words.ts'

export type ChangeText = { place: string[]; field: string; from: string | null; to: string | null }

type Item = Record<string, unknown>
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Words of closed lists, by the field that holds one: where they may stand in the messages. */
const FOLDERS: Record<string, readonly string[]> = {
  source: ['levelSource', 'playbook.draft.sources'],
  severity: ['severity'],
  scenario: ['scenarios'],
  scenarios: ['scenarios'],
  step: ['steps'],
  legalBackward: ['steps'],
  direction: ['direction'],
  directions: ['direction'],
  level: ['playbook.obligations'],
  skippable: ['playbook.draft.skippables'],
  evidence: ['playbook.draft.evidenceClasses'],
  matchFrom: ['playbook.draft.matchFroms'],
  as: ['playbook.uses'],
  rule: ['playbook.ruleKinds'],
  excuses: ['playbook.excuseKinds'],
  role: ['call.roles'],
  causes: ['call.clearCauses'],
  kinds: ['playbook.transferKinds'],
}
const SECONDS = new Set(['min', 'target', 'warn', 'max', 'withinSec', 'sec'])
const ACTIONS = new Set(['before', 'after', 'by', 'except', 'action', 'actions'])
const LISTS = new Set([
  'scenarios',
  'steps',
  'actions',
  'orderings',
  'forbidden',
  'openings',
  'conditions',
  'exemptions',
  'goldenSteps',
])

/** A change as a sentence in parts: where, what, from what, to what. */
export const useChangeText = (from: Playbook, to: Playbook) => {
  const t = useTranslations()
  const before = useWords(from)
  const after = useWords(to)
  const itemText = useItemText()
  const has = (key: string) => t.has(key as Parameters<typeof t.has>[0])
  const say = (key: string) => t(key as Parameters<typeof t>[0])

  const wordText = (field: string, value: string, words: typeof before): string => {
    const folder = FOLDERS[field]?.find((one) => has(`${one}.${value}`))
    if (folder) return say(`${folder}.${value}`)
    if (ACTIONS.has(field)) return words.action(value)
    if (field === 'when') return words.condition(value)
    if (field === 'unless') return words.exemption(value)
    if (field === 'about') return words.about(value)
    if (field === 'events') return words.event(value as Parameters<typeof words.event>[0])
    return words.quote(value)
  }

  const policyText = ({ as, level, ...line }: PolicyLine, words: typeof before): string => {
    const parts = Object.entries(line).map(([key, inner]) => valueText(key, inner, words))
    return `${[...parts, level !== undefined && `L${level}`].filter(Boolean).join(' · ')} → ${say(`playbook.uses.${as}`)}`
  }

  const confirmationText = (rule: NonNullable<PlaybookScenario['confirmation']>, words: typeof before): string =>
    t('playbook.confirmation', {
      after: words.list(rule.after.map(words.action)),
      by: words.list(rule.by.map(words.action)),
      sec: rule.withinSec,
    })

  const itemValueText = (field: string, value: Item, words: typeof before): string => {
    if (field === 'due') return words.due(value as Due)
    if (field === 'metrics') return words.metric(value as Action['metrics'][number])
    if (field === 'tests') return words.test(value as Test)
    if (field === 'confirmation') return confirmationText(value as NonNullable<PlaybookScenario['confirmation']>, words)
    if (field === 'policy') return policyText(value as PolicyLine, words)
    if (typeof value.cue === 'string') return words.quote(value.cue)
    if (isItem(value.label))
      return itemText(field, value, words) || words.quote(words.label(value.label as { zh: string }))
    if (typeof value.zh === 'string') return words.quote(words.label(value as { zh: string }))
    return Object.entries(value)
      .map(([key, inner]) => `${fieldText(key)} ${valueText(key, inner, words) ?? ''}`)
      .join(t('playbook.semicolon'))
  }

  const valueText = (field: string, value: unknown, words: typeof before): string | null => {
    if (value === undefined) return null
    if (Array.isArray(value)) {
      const texts = value.map((one) => valueText(field, one, words) ?? '')
      return (field === 'legalBackward' ? texts.join(' → ') : words.list(texts)) || t('playbook.draft.nothing')
    }
    if (typeof value === 'boolean') return t(value ? 'playbook.draft.yes' : 'playbook.draft.no')
    if (typeof value === 'number') return SECONDS.has(field) ? t('playbook.sec', { sec: value }) : String(value)
    if (typeof value === 'string') return wordText(field, value, words)
    return isItem(value) ? itemValueText(field, value, words) : String(value)
  }

  /** `within`: the field this one is a part of; a way of knowing is named by its kind. */
  const fieldText = (field: string, within?: string) => {
    const key = `playbook.draft.${within === 'tests' ? 'testKinds' : 'fields'}.${field}`
    return has(key) ? say(key) : field
  }

  const nameText = (list: string, name: string): string => {
    if (list === 'scenarios') return say(`scenarios.${name}`)
    if (list === 'steps') return say(`steps.${name}`)
    if (list === 'actions') return after.action(name) === name ? before.action(name) : after.action(name)
    const find = (playbook: Playbook) =>
      list === 'goldenSteps'
        ? playbook.goldenSteps.find(({ n }) => String(n) === name)
        : playbook[list as 'orderings']?.find(({ id }) => id === name)
    const found = find(to) ?? find(from)
    return found ? after.label(found.label) || t('playbook.draft.noName') : name
  }

  /** The members of a list in their order, each by its name. */
  const orderText = (list: string, value: unknown, words: typeof before): string | null =>
    LISTS.has(list) && Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? words.list(value.map((name) => nameText(list, name)))
      : valueText(list, value, words)

  return (change: Change): ChangeText => {
    const place: string[] = []
    const fields: string[] = []
    const { path } = change
    for (let index = 0; index < path.length; index++) {
      const [part, next] = [path[index] ?? '', path[index + 1]]
      if (!LISTS.has(part) || next === undefined || next === 'order') {
        fields.push(part)
        continue
      }
      if (index === 0 && part !== 'scenarios') place.push(fieldText(part))
      place.push(nameText(part, next))
      index++
    }
    const field = fields.at(-1) ?? path.at(-2) ?? ''
    const text = field === 'order' ? orderText : valueText
    const list = field === 'order' ? (path.at(-2) ?? '') : field
    return {
      place,
      field: fields.length > 0 ? fields.map((one, index) => fieldText(one, fields[index - 1])).join(' ') : '',
      from: text(list, change.from, before),
      to: text(list, change.to, after),
    }
  }
}
