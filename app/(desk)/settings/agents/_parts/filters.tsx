'use client'

import { CloseButton, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { PEOPLE } from '#server/domain/people/person.ts'
import { NO_FEED, type PeopleFilter, type Person } from '../_model/people.ts'
import styles from '../agents.module.css'

type Props = {
  everybody: readonly Person[]
  filter: PeopleFilter
  setFilter: (change: Partial<PeopleFilter>) => void
}

export const Filters = ({ everybody, filter, setFilter }: Props) => {
  const t = useTranslations('people.agents')
  const feeds = useMemo(() => [...new Set(everybody.map(({ feedId }) => feedId))].sort(), [everybody])
  const queues = useMemo(() => [...new Set(everybody.flatMap((person) => person.queues))].sort(), [everybody])
  return (
    <>
      <TextInput
        className={styles.search}
        size="xs"
        type="search"
        value={filter.q}
        placeholder={t('search')}
        aria-label={t('search')}
        leftSection={<IconSearch size={15} aria-hidden="true" />}
        rightSection={
          filter.q && <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => setFilter({ q: '' })} />
        }
        onChange={(event) => setFilter({ q: event.currentTarget.value })}
      />
      {feeds.length > 1 && (
        <Select
          className={styles.pick}
          size="xs"
          clearable
          placeholder={t('allFeeds')}
          aria-label={t('columns.feed')}
          data={feeds.map((feed) =>
            feed === PEOPLE ? { value: NO_FEED, label: t('byNumber') } : { value: feed, label: feed },
          )}
          value={filter.feed || null}
          onChange={(feed) => setFilter({ feed: feed ?? '' })}
        />
      )}
      <Select
        className={styles.pick}
        size="xs"
        clearable
        searchable
        placeholder={t('allQueues')}
        aria-label={t('columns.queues')}
        nothingFoundMessage={t('noQueues')}
        data={queues}
        value={filter.queue || null}
        onChange={(queue) => setFilter({ queue: queue ?? '' })}
      />
    </>
  )
}
