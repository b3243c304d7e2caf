'use client'

import { Button, Group, Select } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Membership } from '#server/domain/people/membership.ts'
import { instantOf, wallOf } from '#server/domain/zoned-day.ts'
import type { Team } from '../_model/people.ts'
import styles from '../agents.module.css'

type Props = {
  /** Null: one that is to be added. */
  span: Membership | null
  teams: readonly Team[]
  zone: string
  isPending: boolean
  onSave: (next: Membership) => void
  onRemove?: () => void
  onCancel: () => void
}

/** A time in a team as people write it down: wall time of the site, to the second. */
export const MembershipForm = ({ span, teams, zone, isPending, onSave, onRemove, onCancel }: Props) => {
  const t = useTranslations('people.history')
  const [teamId, setTeamId] = useState(span?.teamId ?? null)
  const [from, setFrom] = useState(span ? wallOf(span.from, zone) : null)
  const [to, setTo] = useState(span?.to ? wallOf(span.to, zone) : null)

  /** What was not touched keeps its milliseconds. */
  const read = (wall: string | null, before: number | null | undefined): number | null => {
    if (wall === null) return null
    if (before !== null && before !== undefined && wallOf(before, zone) === wall) return before
    return instantOf(wall, zone) ?? null
  }
  const begins = read(from, span?.from)
  const shown = teams.filter((team) => team.isOpen || team.id === span?.teamId || to !== null)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (teamId !== null && begins !== null) onSave({ teamId, from: begins, to: read(to, span?.to) })
      }}
    >
      <Select
        size="xs"
        searchable
        label={t('team')}
        data={shown.map(({ id, name, isOpen }) => ({ value: id, label: isOpen ? name : t('closed', { name }) }))}
        value={teamId}
        onChange={setTeamId}
      />
      <Group grow align="flex-start" gap="xs">
        <DateTimePicker
          size="xs"
          withSeconds
          valueFormat="YYYY-MM-DD HH:mm:ss"
          label={t('from')}
          value={from}
          onChange={setFrom}
        />
        <DateTimePicker
          size="xs"
          withSeconds
          clearable
          valueFormat="YYYY-MM-DD HH:mm:ss"
          label={t('to')}
          placeholder={t('lasts')}
          value={to}
          onChange={setTo}
        />
      </Group>
      <Group gap="xs">
        <Button size="xs" type="submit" loading={isPending} disabled={teamId === null || begins === null}>
          {t('save')}
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
        {onRemove && (
          <Button size="xs" variant="subtle" color="red" ml="auto" onClick={onRemove}>
            {t('remove')}
          </Button>
        )}
      </Group>
    </form>
  )
}
