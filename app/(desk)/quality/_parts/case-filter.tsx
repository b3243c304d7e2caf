'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { RULES } from '#server/domain/words.ts'
import { ListFilter } from '../../../_ui/list.tsx'

export type CaseFilterValue = { state?: string; team?: string; rule?: string; from?: string; to?: string }

type Props = {
  path: string
  filter: CaseFilterValue
  states: readonly { value: string; label: string }[]
  teams: readonly { id: string; name: string }[]
}

/** The address of a list under a filter; the first page of it unless another is named. */
export const casePath = (path: string, filter: CaseFilterValue, page = 1): string => {
  const query = new URLSearchParams(
    Object.entries({ ...filter, page: page > 1 ? String(page) : undefined }).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  ).toString()
  return query === '' ? path : `${path}?${query}`
}

/** What to look for; the answer is the page's address. */
export const CaseFilter = ({ path, filter, states, teams }: Props) => {
  const t = useTranslations('disputes')
  const router = useRouter()
  const [isPending, startSearch] = useTransition()
  const go = (wanted: CaseFilterValue) => startSearch(() => router.push(casePath(path, wanted)))
  return (
    <ListFilter
      isPending={isPending}
      onSearch={(fields) => go(Object.fromEntries(fields) as CaseFilterValue)}
      onClear={() => go({})}
    >
      <NativeSelect
        name="state"
        label={t('state')}
        defaultValue={filter.state}
        data={[{ value: '', label: t('anyState') }, ...states]}
      />
      <NativeSelect
        name="team"
        label={t('team')}
        defaultValue={filter.team}
        data={[{ value: '', label: t('anyTeam') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <NativeSelect
        name="rule"
        label={t('rule')}
        defaultValue={filter.rule}
        data={[
          { value: '', label: t('anyRule') },
          ...RULES.filter((rule) => rule !== 'feed_stale').map((rule) => ({
            value: rule,
            label: t(`rulesPlain.${rule}`),
          })),
        ]}
      />
      <TextInput type="date" name="from" label={t('from')} defaultValue={filter.from} />
      <TextInput type="date" name="to" label={t('to')} defaultValue={filter.to} />
    </ListFilter>
  )
}
