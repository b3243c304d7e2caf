'use client'

import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { shiftDate, siteDay } from '#server/domain/site-time.ts'
import styles from './parts.module.css'

/** Which day is looked at; `day` is a date of the site. */
export const DaySwitch = ({
  day,
  today,
  onChange,
}: {
  day: string
  today: string
  onChange: (day: string) => void
}) => {
  const t = useTranslations('imports')
  return (
    <div className={styles.day}>
      <ActionIcon variant="default" size={34} aria-label={t('dayBefore')} onClick={() => onChange(shiftDate(day, -1))}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <TextInput
        type="date"
        aria-label={t('day')}
        value={day}
        onChange={({ currentTarget }) => siteDay(currentTarget.value, 'UTC') && onChange(currentTarget.value)}
      />
      <ActionIcon variant="default" size={34} aria-label={t('dayAfter')} onClick={() => onChange(shiftDate(day, 1))}>
        <IconChevronRight size={16} />
      </ActionIcon>
      <Button variant="default" disabled={day === today} onClick={() => onChange(today)}>
        {t('today')}
      </Button>
    </div>
  )
}
