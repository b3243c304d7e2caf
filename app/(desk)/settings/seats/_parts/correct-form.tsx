'use client'

import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Sitting } from '#db/queries/list-sittings.ts'
import { type Identity, overlaps } from '#server/domain/people/identity.ts'
import { formatSiteTime } from '#server/domain/site-time.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { SiteTimeInput } from '../../_parts/site-time-input.tsx'
import type { SeatsData } from '../client.tsx'
import styles from './seats.module.css'

type Elsewhere = { feedId: string; agentId: string; from: number; to: number | null }

/** Says by hand who it was, and tells beforehand what that overrides. */
export const CorrectForm = (props: {
  zone: string
  within: { from: number; to: number }
  feed: string
  chosen: NonNullable<SeatsData['chosen']>
  begun: Sitting | null
  onClose: () => void
}) => {
  const { zone, within, chosen, begun, onClose } = props
  const t = useTranslations('seats')
  const router = useRouter()
  const { send, isPending } = useRequest('identity:correct')
  const [agentNo, setAgentNo] = useState('')
  const [name, setName] = useState('')
  const [from, setFrom] = useState<number | null>(begun?.from ?? within.from)
  const [to, setTo] = useState<number | null>(begun ? begun.to : within.to)
  const [reason, setReason] = useState('')
  const [elsewhere, setElsewhere] = useState<readonly Elsewhere[]>([])
  const isBackwards = from !== null && to !== null && to <= from
  const isReady = agentNo.trim() !== '' && from !== null && reason.trim() !== '' && !isBackwards
  const over =
    from === null || isBackwards
      ? []
      : chosen.history.filter((one) => overlaps(one, { from, to }) && one.agentNo !== agentNo.trim())

  const until = (one: Pick<Identity, 'to'>) => (one.to === null ? t('on') : formatSiteTime(one.to, zone))
  const save = async () => {
    if (from === null) return
    const who = { agentNo: agentNo.trim(), ...(name.trim() ? { name: name.trim() } : {}) }
    const { feedId, agentId } = chosen
    const answer = await send({ feed: feedId, agentId, ...who, from, to, reason: reason.trim() })
    if (!answer) return
    router.refresh()
    const also = (answer.elsewhere ?? []) as Elsewhere[]
    setElsewhere(also)
    if (also.length === 0) onClose()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap="sm" mt="md">
        <Group grow align="start">
          <TextInput
            label={t('agentNo')}
            withAsterisk
            placeholder={begun?.agentNo}
            data-autofocus
            value={agentNo}
            maxLength={160}
            onChange={(e) => setAgentNo(e.currentTarget.value)}
          />
          <TextInput
            label={t('nameIfNew')}
            value={name}
            maxLength={80}
            onChange={(e) => setName(e.currentTarget.value)}
          />
        </Group>
        <Group grow align="start">
          <SiteTimeInput label={t('from')} zone={zone} value={from} onChange={setFrom} isRequired />
          <SiteTimeInput label={t('to')} zone={zone} value={to} onChange={setTo} description={t('toNote')} />
        </Group>
        <TextInput
          label={t('reason')}
          withAsterisk
          value={reason}
          maxLength={200}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        {isBackwards && (
          <Alert color="red" variant="light">
            {t('backwards')}
          </Alert>
        )}
        {over.length > 0 && (
          <div className={styles.overrides}>
            {t('overrides')}
            <ul>
              {over.map((one) => (
                <li key={one.from}>
                  {t('overridden', {
                    who: `${one.agentNo} ${one.name ?? ''}`.trim(),
                    source: t(`sources.${one.source}`),
                    from: formatSiteTime(one.from, zone),
                    to: until(one),
                  })}
                </li>
              ))}
            </ul>
          </div>
        )}
        {elsewhere.length > 0 && (
          <div className={styles.overrides} role="status">
            {t('elsewhere')}
            <ul>
              {elsewhere.map((one) => (
                <li key={`${one.agentId} ${one.from}`}>
                  {t('elsewhereAt', { agent: one.agentId, from: formatSiteTime(one.from, zone), to: until(one) })}
                </li>
              ))}
            </ul>
          </div>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t(elsewhere.length > 0 ? 'close' : 'cancel')}
          </Button>
          <Button type="submit" disabled={!isReady} loading={isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
