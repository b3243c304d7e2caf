'use client'

import { NavLink } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'
import type { Change } from '../../_model/diff.ts'
import { useEditing } from '../_model/editing.ts'
import styles from '../draft.module.css'
import { DRAFT_PARAMS, PARTS } from '../search-params.ts'

const LISTS = PARTS.filter((part) => part !== 'flow' && part !== 'changes' && part !== 'backTest')

type Props = { changes: readonly Change[]; problems: readonly DraftProblem[] }

/** What there is to edit; a dot where something was changed, a mark where something is wrong. */
export const DraftNav = ({ changes, problems }: Props) => {
  const t = useTranslations()
  const { playbook } = useEditing()
  const [{ part, scenario, step }, setParams] = useQueryStates(DRAFT_PARAMS)
  const tally = (names: readonly string[], places: readonly (string | number)[]) => {
    const changed = changes.filter(({ path }) => names.every((name, index) => path[index] === name)).length
    const isWrong = problems.some(({ path }) => places.every((place, index) => path[index] === place))
    if (!changed && !isWrong) return null
    return (
      <span className={styles.tally} data-wrong={isWrong || undefined}>
        {isWrong ? t('playbook.draft.wrong') : changed}
      </span>
    )
  }
  return (
    <nav className={styles.nav} aria-label={t('playbook.draft.parts')}>
      {SCENARIOS.map((one) => {
        const s = playbook.scenarios.findIndex((flow) => flow.scenario === one)
        const isOpen = part === 'flow' && scenario === one
        return (
          <NavLink
            key={one}
            component="button"
            label={t(`scenarios.${one}`)}
            rightSection={isOpen ? null : tally(['scenarios', one], ['scenarios', s])}
            opened={isOpen}
            childrenOffset={14}
            onClick={() => void setParams({ part: 'flow', scenario: one, step: null, item: null })}
            data-testid={`edit-${one}`}
          >
            {STEPS.map((name, index) => (
              <NavLink
                key={name}
                component="button"
                label={t(`steps.${name}`)}
                active={isOpen && step === name}
                rightSection={tally(['scenarios', one, 'steps', name], ['scenarios', s, 'steps', index])}
                onClick={() => void setParams({ part: 'flow', scenario: one, step: name, item: null })}
                data-testid={`edit-${one}-${name}`}
              />
            ))}
          </NavLink>
        )
      })}
      <hr />
      {LISTS.map((one) => (
        <NavLink
          key={one}
          component="button"
          label={t(`playbook.draft.partNames.${one}`)}
          active={part === one}
          rightSection={tally([one], [one])}
          onClick={() => void setParams({ part: one, item: null })}
          data-testid={`edit-${one}`}
        />
      ))}
      <hr />
      <NavLink
        component="button"
        label={t('playbook.draft.partNames.changes')}
        active={part === 'changes'}
        rightSection={
          changes.length > 0 && (
            <span className={styles.tally} data-testid="change-count">
              {changes.length}
            </span>
          )
        }
        onClick={() => void setParams({ part: 'changes', item: null })}
        data-testid="edit-changes"
      />
      <NavLink
        component="button"
        label={t('playbook.draft.partNames.backTest')}
        active={part === 'backTest'}
        onClick={() => void setParams({ part: 'backTest', item: null })}
        data-testid="edit-back-test"
      />
    </nav>
  )
}
