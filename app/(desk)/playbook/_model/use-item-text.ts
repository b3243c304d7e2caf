'use client'

import { useTranslations } from 'next-intl'
import type { ActionUse } from '#server/domain/playbook/action.ts'
import type { Condition, Exemption } from '#server/domain/playbook/conditions.ts'
import type { Forbidden, Ordering, Playbook } from '#server/domain/playbook/playbook.ts'
import type { Words } from './use-words.ts'

type Opening = Playbook['openings'][number]
type GoldenStep = Playbook['goldenSteps'][number]

/** What a whole member of a list says beside its name, for the lists whose members are put in and taken out. */
export const useItemText = () => {
  const t = useTranslations()

  const use = (one: ActionUse, words: Words) => {
    const due = one.level === 'prohibited' ? '' : words.due(one.due)
    const when = one.when === undefined ? '' : t('playbook.when', { condition: words.condition(one.when) })
    return [t(`playbook.obligations.${one.level}`), when, due].filter(Boolean).join(' · ')
  }
  const exemption = (one: Exemption, words: Words) => {
    const actions = words.list(one.actions.map(words.action))
    const except =
      one.except.length > 0 ? t('playbook.except', { actions: words.list(one.except.map(words.action)) }) : ''
    return `${words.tests(one.tests)} → ${t(`playbook.excuses.${one.excuses}`, { actions })}${except}`
  }
  const opening = ({ directions, tags, actions }: Opening, words: Words) =>
    [
      words.list(directions.map((direction) => t(`direction.${direction}`))),
      tags.length > 0 ? t('playbook.tagged', { tags: words.list(tags) }) : '',
      words.list(actions.map(({ action }) => words.action(action))),
    ]
      .filter(Boolean)
      .join(' · ')
  const golden = ({ afterCall, actions }: GoldenStep, words: Words) =>
    afterCall ? t('playbook.afterCall') : words.list(actions.map(words.action))
  const ordering = ({ before, after }: Ordering, words: Words) =>
    `${words.list(before.map(words.action))} → ${words.list(after.map(words.action))}`

  return (list: string, value: object, words: Words): string => {
    if ('action' in value) return use(value as ActionUse, words)
    if (list === 'conditions') return words.tests((value as Condition).tests)
    if (list === 'exemptions') return exemption(value as Exemption, words)
    if (list === 'openings') return opening(value as Opening, words)
    if (list === 'goldenSteps') return golden(value as GoldenStep, words)
    if (list === 'orderings') return ordering(value as Ordering, words)
    if (list === 'forbidden') return words.list((value as Forbidden).cues.map(({ cue }) => words.quote(cue)))
    return ''
  }
}
