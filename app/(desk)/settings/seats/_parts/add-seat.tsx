'use client'

import { Alert, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatSiteTime } from '#server/domain/site-time.ts'
import { SiteTimeInput } from '../../_parts/site-time-input.tsx'
import { useOneRow } from '../../_parts/use-one-row.ts'
import type { SeatsData } from '../client.tsx'

/** One seat, as one row of a file would say it. */
export const AddSeat = ({ data, onClose }: { data: SeatsData; onClose: () => void }) => {
  const { zone, feeds, within } = data
  const t = useTranslations('seats')
  const router = useRouter()
  const row = useOneRow('seats')
  const [site, setSite] = useState('')
  const [seat, setSeat] = useState('')
  const [feed, setFeed] = useState<string | null>(feeds[0]?.feedId ?? null)
  const [extension, setExtension] = useState('')
  const [from, setFrom] = useState<number | null>(within.from)
  const [to, setTo] = useState<number | null>(null)
  const isReady = seat.trim() !== '' && feed !== null && extension.trim() !== '' && from !== null

  const save = async () => {
    if (feed === null || from === null) return
    const times = { from: formatSiteTime(from, zone), to: to === null ? '' : formatSiteTime(to, zone) }
    if (!(await row.send({ site, seat, feed, extension, ...times }))) return
    router.refresh()
    onClose()
  }

  return (
    <Modal opened onClose={onClose} title={t('addSeat')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="sm">
          <Group grow align="start">
            <TextInput
              label={t('site')}
              value={site}
              maxLength={160}
              onChange={(e) => setSite(e.currentTarget.value)}
            />
            <TextInput
              label={t('seat')}
              withAsterisk
              value={seat}
              maxLength={160}
              onChange={(e) => setSeat(e.currentTarget.value)}
              data-autofocus
            />
          </Group>
          <Group grow align="start">
            <Select
              label={t('feed')}
              withAsterisk
              allowDeselect={false}
              value={feed}
              onChange={setFeed}
              data={feeds.map(({ feedId, name }) => ({ value: feedId, label: name }))}
            />
            <TextInput
              label={t('extension')}
              withAsterisk
              value={extension}
              maxLength={160}
              onChange={(e) => setExtension(e.currentTarget.value)}
            />
          </Group>
          <Group grow align="start">
            <SiteTimeInput label={t('from')} zone={zone} value={from} onChange={setFrom} isRequired />
            <SiteTimeInput label={t('to')} zone={zone} value={to} onChange={setTo} description={t('toNote')} />
          </Group>
          {row.refusal && (
            <Alert color="red" variant="light">
              {row.refusal}
            </Alert>
          )}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={!isReady} loading={row.isPending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
