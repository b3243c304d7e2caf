'use client'

import { Button, Switch } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ListedQueue } from '#db/queries/list-queues.ts'
import type { ListedSite } from '#db/queries/list-sites.ts'
import type { ListedTeam } from '#db/queries/list-teams.ts'
import { readColumns, TEAM_COLUMNS } from '#server/domain/people/columns.ts'
import { FileButtons } from '../../../_files/file-buttons.tsx'
import { ImportDialog } from '../../../_people/import-dialog.tsx'
import people from '../../../_people/people.module.css'
import { useUpload } from '../../../_people/use-upload.ts'
import { CloseDialog, type Closing } from './_parts/close-dialog.tsx'
import { SiteDialog } from './_parts/site-dialog.tsx'
import { TeamDialog } from './_parts/team-dialog.tsx'
import { TeamRow } from './_parts/team-row.tsx'
import styles from './teams.module.css'

export type Feed = { feedId: string; name: string }
type Props = { teams: ListedTeam[]; sites: ListedSite[]; queues: ListedQueue[]; feeds: Feed[]; zone: string }
type Editing =
  | { kind: 'team'; team: ListedTeam | null; siteId: string | null }
  | { kind: 'site'; site: ListedSite | null }
  | { kind: 'close'; what: Closing }
  | { kind: 'import' }

/** Sites, their teams, who is in them and which queues they answer. */
export const TeamsPage = ({ teams, sites, queues, feeds, zone }: Props) => {
  const t = useTranslations('people.teams')
  const router = useRouter()
  const [editing, setEditing] = useState<Editing | null>(null)
  const [isClosedShown, setClosedShown] = useState(false)
  const upload = useUpload('team:import')
  const open = teams.filter(({ closedAt }) => closedAt === null)
  const closed = teams.filter(({ closedAt }) => closedAt !== null)
  const done = () => {
    setEditing(null)
    router.refresh()
  }
  const cancel = () => setEditing(null)

  const section = (site: ListedSite | null) => {
    const own = open.filter(({ siteId }) => siteId === (site?.id ?? null))
    if (site === null && own.length === 0) return null
    const agents = own.reduce((sum, team) => sum + team.agents, 0)
    return (
      <section key={site?.id ?? ''} className={styles.site} aria-label={site?.name ?? t('noSite')}>
        <header>
          <h2>{site?.name ?? t('noSite')}</h2>
          <span className={styles.sum}>{t('sum', { teams: own.length, agents })}</span>
          <span className={people.spring} />
          {site && (
            <>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                fw={500}
                onClick={() => setEditing({ kind: 'site', site })}
              >
                {t('rename')}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                fw={500}
                disabled={own.length > 0}
                title={own.length > 0 ? t('siteHasTeams') : undefined}
                onClick={() => setEditing({ kind: 'close', what: { kind: 'site', site } })}
              >
                {t('close')}
              </Button>
            </>
          )}
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => setEditing({ kind: 'team', team: null, siteId: site?.id ?? null })}
          >
            {t('addTeam')}
          </Button>
        </header>
        {own.length === 0 ? (
          <p className={styles.none}>{t('noTeams')}</p>
        ) : (
          <ul>
            {own.map((team) => (
              <TeamRow
                key={team.id}
                team={team}
                hasManyFeeds={feeds.length > 1}
                zone={zone}
                onEdit={() => setEditing({ kind: 'team', team, siteId: team.siteId })}
                onClose={() => setEditing({ kind: 'close', what: { kind: 'team', team } })}
              />
            ))}
          </ul>
        )}
      </section>
    )
  }

  return (
    <div className={styles.page}>
      <div className={people.tools}>
        <Button
          size="xs"
          data-testid="add-team"
          leftSection={<IconPlus size={15} />}
          onClick={() => setEditing({ kind: 'team', team: null, siteId: sites[0]?.id ?? null })}
        >
          {t('addTeam')}
        </Button>
        <Button
          size="xs"
          variant="default"
          data-testid="add-site"
          leftSection={<IconBuilding size={15} />}
          onClick={() => setEditing({ kind: 'site', site: null })}
        >
          {t('addSite')}
        </Button>
        <span className={people.spring} />
        {closed.length > 0 && (
          <Switch
            size="xs"
            label={t('showClosed', { count: closed.length })}
            checked={isClosedShown}
            onChange={(event) => setClosedShown(event.currentTarget.checked)}
          />
        )}
        <FileButtons name="teams" onImport={() => setEditing({ kind: 'import' })} />
      </div>
      {open.length === 0 && sites.length === 0 && (
        <div className={styles.empty}>
          <h2>{t('emptyTitle')}</h2>
          <p>{t('emptyText')}</p>
        </div>
      )}
      {sites.map(section)}
      {section(null)}
      {isClosedShown && (
        <section className={styles.site} aria-label={t('closedTeams')}>
          <header>
            <h2>{t('closedTeams')}</h2>
          </header>
          <ul>
            {closed.map((team) => (
              <TeamRow key={team.id} team={team} hasManyFeeds={false} zone={zone} />
            ))}
          </ul>
        </section>
      )}
      {editing?.kind === 'team' && (
        <TeamDialog
          team={editing.team}
          siteId={editing.siteId}
          sites={sites}
          queues={queues}
          feeds={feeds}
          onDone={done}
          onCancel={cancel}
        />
      )}
      {editing?.kind === 'site' && <SiteDialog site={editing.site} onDone={done} onCancel={cancel} />}
      {editing?.kind === 'close' && <CloseDialog what={editing.what} onDone={done} onCancel={cancel} />}
      <ImportDialog
        title={t('importTitle')}
        columns={t('importColumns')}
        opened={editing?.kind === 'import'}
        onClose={cancel}
        preview={async (table) => {
          const rows = readColumns(table, TEAM_COLUMNS, ['team'])
          if (!rows) return { ok: false, code: 'bad_request', reason: { key: 'importNoColumns' } }
          return upload.preview(rows)
        }}
        apply={async () => {
          const isDone = await upload.apply()
          if (isDone) router.refresh()
          return isDone
        }}
      />
    </div>
  )
}
