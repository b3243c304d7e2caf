'use client'

import { Button, Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { startOfDay } from '#server/domain/zoned-day.ts'
import { type Team, UNPLACED } from '../_model/people.ts'
import styles from '../agents.module.css'

type Props = {
  chosen: number
  /** Of those, how many the filters leave out of the list. */
  hidden: number
  shown: number
  total: number
  teams: readonly Team[]
  zone: string
  isPending: boolean
  /** `from` in epoch ms; left out: now. */
  onMove: (team: string, from?: number) => void
  onAll: () => void
  onClear: () => void
}

/** How many are shown; and once some are chosen, where they go and from when. */
export const MoveBar = ({ chosen, hidden, shown, total, teams, zone, isPending, onMove, onAll, onClear }: Props) => {
  const t = useTranslations('people.agents')
  const [team, setTeam] = useState<string | null>(null)
  const [day, setDay] = useState<string | null>(null)
  if (chosen === 0) {
    return (
      <div className={styles.bar}>
        <span>{t('shown', { shown, total })}</span>
        <Button size="compact-sm" variant="subtle" disabled={shown === 0} onClick={onAll}>
          {t('chooseAll', { count: shown })}
        </Button>
      </div>
    )
  }
  const data = [
    { value: UNPLACED, label: t('unplaced') },
    ...teams.map(({ id, name, site }) => ({ value: id, label: site ? `${name} · ${site}` : name })),
  ]
  return (
    <div className={styles.bar} data-active>
      <b aria-live="polite" data-testid="chosen-count">
        {t('chosen', { count: chosen })}
      </b>
      {hidden > 0 && <span className={styles.waits}>{t('hidden', { count: hidden })}</span>}
      {chosen - hidden < shown && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          {t('chooseAll', { count: shown })}
        </Button>
      )}
      <IconArrowRight size={16} aria-hidden="true" />
      <Select
        className={styles.target}
        data-testid="move-to"
        size="xs"
        searchable
        placeholder={t('moveTo')}
        aria-label={t('moveTo')}
        nothingFoundMessage={t('noTeam')}
        data={data}
        value={team}
        onChange={setTeam}
      />
      <DateInput
        className={styles.day}
        size="xs"
        clearable
        valueFormat="YYYY-MM-DD"
        placeholder={t('fromNow')}
        aria-label={t('from')}
        value={day}
        onChange={setDay}
      />
      <Button
        size="xs"
        data-testid="move"
        disabled={team === null}
        loading={isPending}
        onClick={() => team !== null && onMove(team, day === null ? undefined : startOfDay(day, zone))}
      >
        {t('move')}
      </Button>
      <Button size="xs" variant="subtle" onClick={onClear}>
        {t('clear')}
      </Button>
    </div>
  )
}
