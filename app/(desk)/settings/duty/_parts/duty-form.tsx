'use client'

import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ListedDuty } from '#db/queries/list-duty.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { SiteTimeInput } from '../../_parts/site-time-input.tsx'
import type { DutyData } from '../client.tsx'

const HOUR_MS = 3_600_000
const SHIFT_HOURS = 8

/** Puts somebody on duty, for themselves or for somebody else, or changes what was said. */
export const DutyForm = ({
  data,
  begun,
  onClose,
}: {
  data: DutyData
  begun: ListedDuty | null
  onClose: () => void
}) => {
  const { zone, now, teams, users } = data
  const t = useTranslations('duty')
  const router = useRouter()
  const save = useRequest('duty:save')
  const remove = useRequest('duty:remove')
  const nextHour = Math.ceil(now / HOUR_MS) * HOUR_MS
  const [userId, setUserId] = useState<string | null>(begun?.userId ?? null)
  const [teamId, setTeamId] = useState<string | null>(begun?.teamId ?? null)
  const [standsInFor, setStandsInFor] = useState<string | null>(begun?.standsInForId ?? null)
  const [from, setFrom] = useState<number | null>(begun?.from ?? nextHour)
  const [to, setTo] = useState<number | null>(begun?.to ?? nextHour + SHIFT_HOURS * HOUR_MS)
  const people = users.map(({ id, name, username }) => ({
    value: id,
    label: name === username ? name : `${name} (${username})`,
  }))
  const done = (answer: unknown) => {
    if (!answer) return
    router.refresh()
    onClose()
  }
  const submit = async () => {
    if (!userId || !teamId || from === null || to === null) return
    const who = { userId, teamId, from, to }
    done(
      await save.send({
        ...who,
        ...(begun ? { dutyId: begun.dutyId } : {}),
        ...(standsInFor ? { standsInFor } : {}),
      }),
    )
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(begun ? 'changeDuty' : 'addDuty')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack gap="sm">
          <Select
            label={t('team')}
            withAsterisk
            searchable
            value={teamId}
            onChange={setTeamId}
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select label={t('user')} withAsterisk searchable value={userId} onChange={setUserId} data={people} />
          <Select
            label={t('standsInFor')}
            description={t('standsInNote')}
            searchable
            clearable
            value={standsInFor}
            onChange={setStandsInFor}
            data={people.filter(({ value }) => value !== userId)}
          />
          <Group grow align="start">
            <SiteTimeInput label={t('from')} zone={zone} value={from} onChange={setFrom} isRequired />
            <SiteTimeInput label={t('to')} zone={zone} value={to} onChange={setTo} isRequired />
          </Group>
          <Group justify={begun ? 'space-between' : 'end'}>
            {begun && (
              <Button
                variant="subtle"
                color="red"
                loading={remove.isPending}
                onClick={async () => done(await remove.send({ dutyId: begun.dutyId }))}
              >
                {t('remove')}
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('cancel')}
              </Button>
              <Button
                type="submit"
                disabled={!userId || !teamId || from === null || to === null}
                loading={save.isPending}
              >
                {t('save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
