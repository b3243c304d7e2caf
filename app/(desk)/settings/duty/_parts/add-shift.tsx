'use client'

import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useOneRow } from '../../_parts/use-one-row.ts'
import type { DutyData } from '../client.tsx'

const EMPTY = { agentNo: '', name: '', date: '', start: '08:00', end: '16:00', site: '', seat: '' }
type Field = keyof typeof EMPTY

/** One shift, as one row of a file would say it. */
export const AddShift = ({ data, onClose }: { data: DutyData; onClose: () => void }) => {
  const t = useTranslations('duty')
  const router = useRouter()
  const row = useOneRow('roster')
  const [cells, setCells] = useState({ ...EMPTY, date: data.day })
  const field = (name: Field, more: { type?: string; withAsterisk?: boolean } = {}) => (
    <TextInput
      label={t(`fields.${name}`)}
      value={cells[name]}
      maxLength={160}
      onChange={({ currentTarget }) => setCells({ ...cells, [name]: currentTarget.value })}
      {...more}
    />
  )
  const save = async () => {
    if (!(await row.send(cells))) return
    router.refresh()
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('addShift')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="sm">
          <Group grow align="start">
            {field('agentNo', { withAsterisk: true })}
            {field('name')}
          </Group>
          <Group grow align="start">
            {field('date', { type: 'date', withAsterisk: true })}
            {field('start', { withAsterisk: true })}
            {field('end', { withAsterisk: true })}
          </Group>
          <Group grow align="start">
            {field('site')}
            {field('seat')}
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
            <Button type="submit" disabled={cells.agentNo.trim() === ''} loading={row.isPending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
