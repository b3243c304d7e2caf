'use client'

import { NavLink } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import { SCENARIOS, STEPS } from '#server/domain/words.ts'
import type { Change } from '../../_model/diff.ts'
import { useEditing } from '../_model/editing.ts'
import styles from '../draft.module.css'
import { DRAFT_PARAMS, LIST_PARTS } from '../search-params.ts'

const WHOLE_CALL = ['talkSec', 'acwSec', 'confirmation'] as const

type Props = { changes: readonly Change[]; problems: readonly DraftProblem[] }

/** What there is to edit; a dot where something was changed, a mark where something is wrong. */
export const DraftNav = ({ changes, problems }: Props) => {
  const t = useTranslations()
  const { playbook } = useEditing()
  const [{ part, scenario, step }, setParams] = useQueryStates(DRAFT_PARAMS)
  const mark = (changed: number, isWrong: boolean) =>
    changed > 0 || isWrong ? (
      <span className={styles.tally} data-wrong={isWrong || undefined}>
        {isWrong ? t('playbook.draft.wrong') : changed}
      </span>
    ) : null
  type Place = readonly (string | number)[]
  const isAt = (path: Place, place: Place) => place.every((one, index) => path[index] === one)
  const tally = (names: Place, places: Place) =>
    mark(
      changes.filter(({ path }) => isAt(path, names)).length,
      problems.some(({ path }) => isAt(path, places)),
    )
  const tallyCall = (scenario: string, s: number) =>
    mark(
      changes.filter(({ path }) => WHOLE_CALL.some((key) => isAt(path, ['scenarios', scenario, key]))).length,
      problems.some(({ path }) => WHOLE_CALL.some((key) => isAt(path, ['scenarios', s, key]))),
    )
  return (
    <nav className={styles.nav} aria-label={t('playbook.draft.parts')}>
      {SCENARIOS.map((one) => {
        const s = playbook.scenarios.findIndex((flow) => flow.scenario === one)
        const isOpen = (part === 'flow' || part === 'call') && scenario === one
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
                active={isOpen && part === 'flow' && step === name}
                rightSection={tally(['scenarios', one, 'steps', name], ['scenarios', s, 'steps', index])}
                onClick={() => void setParams({ part: 'flow', scenario: one, step: name, item: null })}
                data-testid={`edit-${one}-${name}`}
              />
            ))}
            <NavLink
              component="button"
              label={t('playbook.draft.partNames.call')}
              active={isOpen && part === 'call'}
              rightSection={tallyCall(one, s)}
              onClick={() => void setParams({ part: 'call', scenario: one, item: null })}
              data-testid={`edit-${one}-call`}
            />
          </NavLink>
        )
      })}
      <hr />
      {LIST_PARTS.map((one) => (
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
