'use client'

import { Button, TextInput } from '@mantine/core'
import { IconDownload, IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useEffect, useState } from 'react'
import type { ListedDuty } from '#db/queries/list-duty.ts'
import type { ListedShift } from '#db/queries/list-shifts.ts'
import { DaySwitch } from '../_parts/day-switch.tsx'
import { ImportModal } from '../_parts/import-modal.tsx'
import styles from '../_parts/parts.module.css'
import { ZoneContext } from '../_parts/use-reason-params.ts'
import { AddShift } from './_parts/add-shift.tsx'
import { ComingDays } from './_parts/coming-days.tsx'
import { DutyForm } from './_parts/duty-form.tsx'
import { OnDutyNow } from './_parts/on-duty-now.tsx'
import { RosterTable } from './_parts/roster-table.tsx'
import { DUTY_PARAMS } from './search-params.ts'

export type DutyData = {
  zone: string
  /** Server time, epoch ms. */
  now: number
  /** Dates of the site. */
  today: string
  day: string
  teams: readonly { id: string; name: string }[]
  /** Now and in the coming days, oldest first. */
  duties: readonly ListedDuty[]
  shifts: readonly ListedShift[]
  /** The team of everybody the roster has now. */
  atWork: readonly (string | null)[]
  users: readonly { id: string; name: string; username: string }[]
  mayEdit: boolean
}

/** Duties begin and end by themselves. */
const LOOK_EVERY_MS = 60_000

export const DutyPage = (data: DutyData) => {
  const t = useTranslations('duty')
  const router = useRouter()
  const [params, setParams] = useQueryStates(DUTY_PARAMS)
  const [open, setOpen] = useState<'import' | 'shift' | ListedDuty | 'duty' | null>(null)
  const close = () => setOpen(null)
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [router])

  return (
    <ZoneContext value={data.zone}>
      <div className={styles.head}>
        <div>
          <h2>{t('title')}</h2>
          <p>{t('intro')}</p>
        </div>
        {data.mayEdit && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('duty')}>
            {t('addDuty')}
          </Button>
        )}
      </div>
      <OnDutyNow data={data} onChoose={data.mayEdit ? setOpen : undefined} />
      <ComingDays data={data} onChoose={data.mayEdit ? setOpen : undefined} />
      <h3 className={styles.section}>
        {t('roster')}
        <small>{t('rosterNote')}</small>
      </h3>
      <div className={styles.head}>
        <div className={styles.tools}>
          <DaySwitch
            day={data.day}
            today={data.today}
            onChange={(day) => void setParams({ day: day === data.today ? null : day }, { shallow: false })}
          />
          <TextInput
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={15} />}
            value={params.q}
            onChange={({ currentTarget }) => void setParams({ q: currentTarget.value })}
          />
        </div>
        <div className={styles.tools}>
          {data.mayEdit && (
            <>
              <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setOpen('shift')}>
                {t('addShift')}
              </Button>
              <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={() => setOpen('import')}>
                {t('import')}
              </Button>
            </>
          )}
          <Button
            variant="default"
            component="a"
            href="/api/export/roster.csv"
            leftSection={<IconDownload size={16} />}
          >
            {t('export')}
          </Button>
        </div>
      </div>
      <RosterTable data={data} search={params.q} />
      {open === 'import' && (
        <ImportModal
          kind="roster"
          title={t('import')}
          note={t('importNote')}
          onClose={close}
          onDone={() => router.refresh()}
        />
      )}
      {open === 'shift' && <AddShift data={data} onClose={close} />}
      {open !== null && open !== 'import' && open !== 'shift' && (
        <DutyForm data={data} begun={open === 'duty' ? null : open} onClose={close} />
      )}
    </ZoneContext>
  )
}
