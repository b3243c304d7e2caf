'use client'

import { Button, Menu, SegmentedControl, TextInput } from '@mantine/core'
import { IconDownload, IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { debounce, useQueryStates } from 'nuqs'
import { useState } from 'react'
import type { Sitting } from '#db/queries/list-sittings.ts'
import type { AbsentPerson, AssumedAgent } from '#db/queries/list-unidentified.ts'
import type { PersonFigures } from '#db/queries/person-figures.ts'
import type { Seat } from '#server/domain/people/seats.ts'
import { DaySwitch } from '../_parts/day-switch.tsx'
import { ImportModal } from '../_parts/import-modal.tsx'
import styles from '../_parts/parts.module.css'
import { ZoneContext } from '../_parts/use-reason-params.ts'
import { AbsentList } from './_parts/absent-list.tsx'
import { AddSeat } from './_parts/add-seat.tsx'
import { AssumedList } from './_parts/assumed-list.tsx'
import { SeatDrawer } from './_parts/seat-drawer.tsx'
import { SeatTable } from './_parts/seat-table.tsx'
import { SEAT_PARAMS, VIEWS } from './search-params.ts'

export type SeatsData = {
  zone: string
  /** Server time and the day looked at, [from, to); epoch ms. */
  now: number
  within: { from: number; to: number }
  /** Dates of the site. */
  today: string
  day: string
  feeds: readonly { feedId: string; name: string }[]
  seats: readonly Seat[]
  sittings: readonly Sitting[]
  assumed: { total: number; agents: readonly AssumedAgent[] }
  absent: { total: number; people: readonly AbsentPerson[] }
  /** The agent that is open: who was there around the day, and what they did on it. */
  chosen: { feedId: string; agentId: string; history: readonly Sitting[]; figures: readonly PersonFigures[] } | null
}

const TYPING_MS = 300
type Open = 'seats' | 'identities' | 'add' | null

export const SeatsPage = (data: SeatsData) => {
  const t = useTranslations('seats')
  const router = useRouter()
  const [params, setParams] = useQueryStates(SEAT_PARAMS, { shallow: false })
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const choose = (feed: string, agent: string) => void setParams({ feed, agent })
  const counts = { seats: data.seats.length, assumed: data.assumed.total, absent: data.absent.total }

  return (
    <ZoneContext value={data.zone}>
      <div className={styles.head}>
        <div>
          <h2>{t('title')}</h2>
          <p>{t('intro')}</p>
        </div>
        <div className={styles.tools}>
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setOpen('add')}>
            {t('addSeat')}
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconFileImport size={16} />}>
                {t('files')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => setOpen('seats')}>
                {t('importSeats')}
              </Menu.Item>
              <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => setOpen('identities')}>
                {t('importIdentities')}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item component="a" href="/api/export/seats.csv" leftSection={<IconDownload size={16} />}>
                {t('exportSeats')}
              </Menu.Item>
              <Menu.Item component="a" href="/api/export/identities.csv" leftSection={<IconDownload size={16} />}>
                {t('exportIdentities')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <div className={styles.head}>
        <SegmentedControl
          value={params.view}
          onChange={(view) => void setParams({ view: VIEWS.find((one) => one === view) ?? 'seats' })}
          data={VIEWS.map((view) => ({ value: view, label: `${t(`views.${view}`)} ${counts[view]}` }))}
        />
        <div className={styles.tools}>
          <TextInput
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={15} />}
            defaultValue={params.q}
            onChange={({ currentTarget }) =>
              void setParams({ q: currentTarget.value }, { limitUrlUpdates: debounce(TYPING_MS) })
            }
          />
          <DaySwitch
            day={data.day}
            today={data.today}
            onChange={(day) => void setParams({ day: day === data.today ? null : day })}
          />
        </div>
      </div>
      {params.view === 'seats' && <SeatTable data={data} search={params.q} onChoose={choose} />}
      {params.view === 'assumed' && <AssumedList data={data} onChoose={choose} />}
      {params.view === 'absent' && <AbsentList data={data} />}
      {data.chosen && (
        <SeatDrawer data={data} chosen={data.chosen} onClose={() => void setParams({ feed: null, agent: null })} />
      )}
      {open === 'add' && <AddSeat data={data} onClose={close} />}
      {(open === 'seats' || open === 'identities') && (
        <ImportModal
          kind={open}
          title={t(open === 'seats' ? 'importSeats' : 'importIdentities')}
          note={t(open === 'seats' ? 'seatsNote' : 'identitiesNote')}
          onClose={close}
          onDone={() => router.refresh()}
        />
      )}
    </ZoneContext>
  )
}
