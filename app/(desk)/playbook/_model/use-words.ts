'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Action, Due } from '#server/domain/playbook/action.ts'
import type { Test } from '#server/domain/playbook/conditions.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { ActionEvent } from '#server/domain/words.ts'
import { fewExamples } from './example.ts'

/** Of what is said enough to know it again. */
const FEW_WORDS = 3

type Label = { zh: string; en?: string }

/** The playbook's own words and ours, in the reader's language. */
export const useWords = (playbook: Playbook) => {
  const t = useTranslations()
  const locale = useLocale()
  return useMemo(() => {
    const label = ({ zh, en }: Label) => (locale === 'en' ? en || zh : zh)
    const find = (list: readonly { id: string; label: Label }[], id: string) => {
      const found = list.find((one) => one.id === id)
      return found ? label(found.label) : id
    }
    const action = (id: string) => find(playbook.actions, id)
    const event = (name: ActionEvent) => {
      const key = `facts.${name.replaceAll('.', '-')}` as Parameters<typeof t>[0]
      if (t.has(key)) return t(key)
      return name === 'help.requested' ? t('playbook.events.help') : t('playbook.events.tagged')
    }
    const due = (when: Due): string => {
      switch (when.at) {
        case 'before_action':
          return t('playbook.due.before_action', { action: action(when.action) })
        case 'before_event':
          return t('playbook.due.before_event', { event: event(when.event) })
        case 'after_step_start':
        case 'after_trigger':
          return t(`playbook.due.${when.at}`, { sec: when.sec })
        default:
          return t(`playbook.due.${when.at}`)
      }
    }
    const list = (texts: readonly string[]) => texts.join(t('playbook.comma'))
    const quote = (text: string) => t('playbook.quote', { text })
    const bounds = ({ atLeast, atMost }: { atLeast?: number; atMost?: number }) =>
      [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`]
        .filter(Boolean)
        .join(', ')
    const test = (one: Test): string => {
      switch (one.by) {
        case 'event':
          return t('playbook.tests.event', { events: list(one.events.map(event)) })
        case 'said': {
          const said = fewExamples(one.cues, t('playbook.digits'), FEW_WORDS).filter(Boolean)
          return t(`playbook.tests.said_${one.role}`, { words: list(said.map(quote)) })
        }
        case 'level':
          return t('playbook.tests.level', { level: one.atLeast })
        case 'score':
          return t('playbook.tests.score', { limit: bounds(one) })
        case 'end':
          return t('playbook.tests.end', { causes: list(one.causes.map((cause) => t(`call.clearCauses.${cause}`))) })
        case 'transfer':
          return t('playbook.tests.transfer', {
            kinds: list(one.kinds.map((kind) => t(`playbook.transferKinds.${kind}`))),
          })
        default:
          return t(`playbook.tests.${one.by}`)
      }
    }
    const metric = ({ metric: name, atLeast, atMost }: Action['metrics'][number]) =>
      t(`playbook.metrics.${name}`, { limit: bounds({ atLeast, atMost }) })
    const about = (id: string) => find([...playbook.actions, ...playbook.orderings, ...playbook.forbidden], id)
    return {
      label,
      action,
      event,
      due,
      metric,
      about,
      test,
      /** Any of several ways to know it; without any nobody does. */
      tests: (ways: readonly Test[]) =>
        ways.length === 0 ? t('playbook.nobodyKnows') : ways.map(test).join(t('playbook.or')),
      condition: (id: string) => find(playbook.conditions, id),
      exemption: (id: string) => find(playbook.exemptions, id),
      list,
      quote,
    }
  }, [playbook, t, locale])
}
export type Words = ReturnType<typeof useWords>
