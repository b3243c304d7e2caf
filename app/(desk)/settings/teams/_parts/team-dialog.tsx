'use client'

import { Button, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ListedQueue } from '#db/queries/list-queues.ts'
import type { ListedSite } from '#db/queries/list-sites.ts'
import type { ListedTeam } from '#db/queries/list-teams.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { Dialog } from '../../../../_people/dialog.tsx'
import type { Feed } from '../client.tsx'
import styles from '../teams.module.css'

type Props = {
  /** Null: a new one. */
  team: ListedTeam | null
  siteId: string | null
  sites: readonly ListedSite[]
  queues: readonly ListedQueue[]
  feeds: readonly Feed[]
  onDone: () => void
  onCancel: () => void
}

const keyOf = ({ feedId, queueId }: ListedQueue) => `${feedId}\n${queueId}`
const queueOf = (key: string) => {
  const cut = key.indexOf('\n')
  return { feed: key.slice(0, cut), queueId: key.slice(cut + 1) }
}

/** A team's name, its site and the queues it answers: those floors have seen, and any other by its id. */
export const TeamDialog = ({ team, siteId, sites, queues, feeds, onDone, onCancel }: Props) => {
  const t = useTranslations('people.teams')
  const [name, setName] = useState(team?.name ?? '')
  const [site, setSite] = useState(siteId)
  const before = (team?.queues ?? []).map(keyOf)
  const [chosen, setChosen] = useState(before)
  const [feed, setFeed] = useState(feeds[0]?.feedId ?? null)
  const [other, setOther] = useState('')
  const save = useRequest('team:save')
  const assign = useRequest('team:set-queues')

  const known = [...new Set([...queues.map(keyOf), ...chosen])].sort()
  const data = known.map((key) => {
    const { feed: of, queueId } = queueOf(key)
    return { value: key, label: feeds.length > 1 ? `${queueId} · ${of}` : queueId }
  })
  const addOther = () => {
    const queueId = other.trim()
    if (feed === null || queueId === '') return
    setChosen((now) => [...new Set([...now, `${feed}\n${queueId}`])])
    setOther('')
  }
  const submit = async () => {
    const saved = await save.send({ teamId: team?.id, name: name.trim(), siteId: site })
    if (!saved) return
    const isSame = chosen.length === before.length && chosen.every((key) => before.includes(key))
    const teamId = team?.id ?? String(saved.teamId)
    if (!isSame) await assign.send({ teamId, queues: chosen.map(queueOf) })
    onDone()
  }
  return (
    <Dialog opened onClose={onCancel} title={team ? t('editOf', { team: team.name }) : t('addTeam')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            data-testid="team-name"
            label={t('name')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('site')}
            clearable
            placeholder={t('noSite')}
            data={sites.map(({ id, name: label }) => ({ value: id, label }))}
            value={site}
            onChange={setSite}
          />
          <MultiSelect
            label={t('queues')}
            description={t('queuesHint')}
            searchable
            clearable
            hidePickedOptions
            nothingFoundMessage={t('noQueueFound')}
            data={data}
            value={chosen}
            onChange={setChosen}
          />
          <div className={styles.other}>
            {feeds.length > 1 && (
              <Select
                size="xs"
                aria-label={t('feed')}
                allowDeselect={false}
                data={feeds.map(({ feedId, name: label }) => ({ value: feedId, label }))}
                value={feed}
                onChange={setFeed}
              />
            )}
            <TextInput
              size="xs"
              placeholder={t('otherQueue')}
              aria-label={t('otherQueue')}
              maxLength={160}
              value={other}
              onChange={(event) => setOther(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                event.preventDefault()
                addOther()
              }}
            />
            <Button size="xs" variant="default" onClick={addOther} disabled={feed === null || other.trim() === ''}>
              {t('addQueue')}
            </Button>
          </div>
        </Stack>
        <Group mt="lg" justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={save.isPending || assign.isPending}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
