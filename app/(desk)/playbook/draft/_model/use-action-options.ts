'use client'

import { useTranslations } from 'next-intl'
import { createContext, useContext, useMemo } from 'react'
import { SCENARIOS, type Scenario } from '#server/domain/words.ts'
import { groupActions } from '../../_model/group-actions.ts'
import { useEditing } from './editing.ts'

export type Option = { value: string; label: string }
export type OptionGroup = { group: string; items: Option[] }

/** The scenarios a form is about: their actions are offered first. */
export const ScenariosContext = createContext<readonly Scenario[]>(SCENARIOS)

const NONE: ReadonlySet<string> = new Set()

/** All actions by their names, under the steps of the scenarios at hand; `without` leaves out those chosen already. */
export const useActionOptions = (without: ReadonlySet<string> = NONE): OptionGroup[] => {
  const t = useTranslations()
  const { playbook, words } = useEditing()
  const scenarios = useContext(ScenariosContext)
  const groups = useMemo(() => groupActions(playbook, scenarios), [playbook, scenarios])
  return groups.flatMap(({ step, ids }) => {
    const items = ids.filter((id) => !without.has(id)).map((value) => ({ value, label: words.action(value) }))
    const rest = scenarios.length < SCENARIOS.length ? 'playbook.draft.otherActions' : 'playbook.draft.unusedActions'
    return items.length > 0 ? [{ group: step ? t(`steps.${step}`) : t(rest), items }] : []
  })
}
