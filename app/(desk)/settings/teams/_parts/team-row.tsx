'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ListedTeam } from '#db/queries/list-teams.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import styles from '../teams.module.css'

type Props = {
  team: ListedTeam
  hasManyFeeds: boolean
  zone: string
  /** Left out for a closed team. */
  onEdit?: () => void
  onClose?: () => void
}

export const TeamRow = ({ team, hasManyFeeds, zone, onEdit, onClose }: Props) => {
  const t = useTranslations('people.teams')
  return (
    <li className={styles.team} data-testid="team-row" data-closed={team.closedAt !== null || undefined}>
      <b>{team.name}</b>
      {team.closedAt === null ? (
        <Link href={`/settings/agents?team=${encodeURIComponent(team.id)}`} className={styles.agents}>
          {t('agents', { count: team.agents })}
        </Link>
      ) : (
        <span className={styles.agents}>{t('closedAt', { at: formatMoment(team.closedAt, zone) })}</span>
      )}
      <span className={styles.queues}>
        {team.queues.map(({ feedId, queueId }) => (
          <span key={`${feedId}\n${queueId}`} className={styles.queue}>
            {queueId}
            {hasManyFeeds && <small>{feedId}</small>}
          </span>
        ))}
        {team.queues.length === 0 && team.closedAt === null && <span className={styles.none}>{t('noQueues')}</span>}
      </span>
      {onEdit && (
        <span className={styles.verbs}>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            fw={500}
            onClick={onEdit}
            aria-label={t('editOf', { team: team.name })}
          >
            {t('edit')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            fw={500}
            onClick={onClose}
            aria-label={t('closeOf', { team: team.name })}
          >
            {t('close')}
          </Button>
        </span>
      )}
    </li>
  )
}
