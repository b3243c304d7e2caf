'use client'

import { Button, Drawer } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Membership } from '#server/domain/people/membership.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import type { Person, Team } from '../_model/people.ts'
import styles from '../agents.module.css'
import { MembershipForm } from './membership-form.tsx'

type Props = { person: Person; teams: readonly Team[]; zone: string; now: number; onClose: () => void }

/** Which teams an agent was in, newest first, and the way to put a wrong one right. */
export const HistoryDrawer = ({ person, teams, zone, now, onClose }: Props) => {
  const t = useTranslations('people.history')
  const tAgents = useTranslations('people.agents')
  const router = useRouter()
  const { send, isPending } = useRequest('membership:correct')
  /** When the membership being changed began; null: a new one; undefined: none is. */
  const [editing, setEditing] = useState<number | null | undefined>(undefined)
  const names = new Map(teams.map(({ id, name }) => [id, name]))

  const correct = async (old: number | null, next: Membership | null) => {
    const answer = await send({ feed: person.feedId, agentId: person.agentId, old, next })
    if (!answer) return
    setEditing(undefined)
    router.refresh()
  }
  const form = (span: Membership | null) => (
    <MembershipForm
      span={span}
      teams={teams}
      zone={zone}
      isPending={isPending}
      onSave={(next) => void correct(span?.from ?? null, next)}
      onRemove={span ? () => void correct(span.from, null) : undefined}
      onCancel={() => setEditing(undefined)}
    />
  )
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={440}
      title={t('title', { agent: [person.name, person.agentNo].filter(Boolean).join(' ') })}
      attributes={{ header: { role: 'none' } }}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <p className={styles.quiet}>{t('lead')}</p>
      {person.spans.length === 0 && editing === undefined && <p className={styles.empty}>{t('none')}</p>}
      <ol className={styles.history}>
        {person.spans.toReversed().map((span) => (
          <li key={span.from} data-now={span === person.current || undefined}>
            {editing === span.from ? (
              form(span)
            ) : (
              <>
                <div>
                  <b>{names.get(span.teamId) ?? tAgents('unplaced')}</b>
                  {span.from > now && <em>{t('ahead')}</em>}
                  <time>
                    {t('span', {
                      from: formatMoment(span.from, zone),
                      to: span.to === null ? t('lasts') : formatMoment(span.to, zone),
                    })}
                  </time>
                </div>
                <Button size="compact-sm" variant="subtle" color="gray" fw={500} onClick={() => setEditing(span.from)}>
                  {t('correct')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ol>
      {editing === null ? (
        form(null)
      ) : (
        <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={() => setEditing(null)}>
          {t('add')}
        </Button>
      )}
    </Drawer>
  )
}
