'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { SCENARIOS, SEVERITIES, STEPS } from '#server/domain/words.ts'
import { FLOOR_STATES } from '../../../_ui/floor-state.ts'
import { useText } from '../../../_ui/text.tsx'
import { type FilterKey, NONE } from '../_model/filter.ts'
import type { FloorSample } from '../_model/sampler.ts'
import type { FloorParams } from '../use-floor.ts'
import styles from './filter-bar.module.css'
import { FilterMenu } from './filter-menu.tsx'
import { listQueues, listTeams, type Option } from './filter-options.ts'

const useOptions = (sample: FloorSample): Record<FilterKey, Option[]> => {
  const t = useText()
  const teams = useMemo(() => listTeams(sample, t('floor.noTeam')), [sample, t])
  const queues = useMemo(() => listQueues(sample), [sample])
  const fixed = useMemo(
    () => ({
      state: FLOOR_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
      scenario: [
        ...SCENARIOS.map((value) => ({ value, label: t(`scenarios.${value}`) })),
        { value: NONE, label: t('scenarios.none') },
      ],
      step: STEPS.map((value) => ({ value, label: t(`steps.${value}`) })),
      alert: [
        { value: 'any', label: t('floor.alertAny') },
        ...SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) })),
      ],
    }),
    [t],
  )
  return { team: teams, queue: queues, ...fixed }
}

const MENUS: FilterKey[] = ['team', 'queue', 'state', 'scenario', 'step', 'alert']

type Props = {
  sample: FloorSample
  params: FloorParams
  shown: number
  total: number
  isHeld: boolean
  unplaced: number
}

export const FilterBar = ({ sample, params, shown, total, isHeld, unplaced }: Props) => {
  const t = useTranslations('floor')
  const options = useOptions(sample)
  const { filter, setFilter } = params
  const isAttention = filter.alert.length === 1 && filter.alert[0] === 'any'
  return (
    <div className={styles.bar}>
      <div className={styles.chips} role="group" aria-label={t('filters')}>
        <Button
          className={styles.chip}
          size="compact-sm"
          radius="xl"
          variant={isAttention ? 'light' : 'default'}
          aria-pressed={isAttention}
          onClick={() => setFilter({ alert: isAttention ? [] : ['any'] })}
        >
          {t('needsAttention')}
        </Button>
        {MENUS.map((key) => (
          <FilterMenu
            key={key}
            filterKey={key}
            name={t(`filter.${key}`)}
            options={options[key]}
            values={filter[key]}
            setFilter={setFilter}
          />
        ))}
        {params.isFiltered && (
          <Button size="compact-sm" radius="xl" variant="subtle" onClick={params.clear} data-testid="clear-filters">
            {t('clearFilters')}
          </Button>
        )}
      </div>
      <div className={styles.counts}>
        {unplaced > 0 && (
          <Link href="/settings/agents?team=none" className={styles.unplaced} data-testid="unplaced">
            {t('unplaced', { count: unplaced })}
          </Link>
        )}
        <span className={styles.held} data-on={isHeld || undefined}>
          {t('held')}
        </span>
        <span
          className={styles.shown}
          aria-live="polite"
          data-testid="shown-count"
          data-shown={shown}
          data-total={total}
        >
          {t('shown', { shown, total })}
        </span>
      </div>
    </div>
  )
}
