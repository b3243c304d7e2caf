'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { debounce, parseAsString, useQueryStates } from 'nuqs'
import { useCallback, useMemo, useState } from 'react'
import { PLACEMENT_COLUMNS, readColumns } from '#server/domain/people/columns.ts'
import { cutRows } from '../../../_files/cut-rows.ts'
import { FileButtons } from '../../../_files/file-buttons.tsx'
import { useRequest } from '../../../_live/use-request.ts'
import { ImportDialog } from '../../../_people/import-dialog.tsx'
import people from '../../../_people/people.module.css'
import { useUpload } from '../../../_people/use-upload.ts'
import { byFeed, type Person, selectPeople, type Team, toPeople, UNPLACED } from './_model/people.ts'
import { AgentTable } from './_parts/agent-table.tsx'
import { Filters } from './_parts/filters.tsx'
import { HistoryDrawer } from './_parts/history-drawer.tsx'
import { MoveBar } from './_parts/move-bar.tsx'
import { TeamList } from './_parts/team-list.tsx'
import { useArrivals } from './_parts/use-arrivals.ts'
import { useSelection } from './_parts/use-selection.ts'
import styles from './agents.module.css'

const PARAMS = {
  q: parseAsString.withDefault('').withOptions({ limitUrlUpdates: debounce(300) }),
  feed: parseAsString.withDefault(''),
  queue: parseAsString.withDefault(''),
  team: parseAsString.withDefault(''),
}

/** Agents one request may name. */
const MOST_PLACED = 5_000

type Props = { agents: Parameters<typeof toPeople>[0]; teams: Team[]; zone: string; now: number }

/** Who is in which team: looked for, chosen, moved, put right. */
export const AgentsPage = ({ agents, teams, zone, now }: Props) => {
  const t = useTranslations('people.agents')
  const router = useRouter()
  const [filter, setFilter] = useQueryStates(PARAMS)
  const everybody = useMemo(() => toPeople(agents, now), [agents, now])
  const { shown, counts, fitting } = useMemo(() => selectPeople(everybody, filter), [everybody, filter])
  const selection = useSelection(shown)
  const [opened, setOpened] = useState<string | null>(null)
  const [isImporting, setImporting] = useState(false)
  const { send, isPending } = useRequest('agent:place')
  const upload = useUpload('agent:import')

  const teamNames = useMemo(() => new Map(teams.map((team) => [team.id, team.name])), [teams])
  const chosen = useMemo(() => everybody.filter(({ key }) => selection.keys.has(key)), [everybody, selection.keys])

  const move = useCallback(
    async (who: readonly Person[], target: string, from?: number) => {
      const teamId = target === UNPLACED ? null : target
      const team = teamId === null ? t('unplaced') : (teamNames.get(teamId) ?? '')
      // Thousands fit into one message, and so into one transaction.
      for (const part of cutRows(who, MOST_PLACED, ({ agentId }) => agentId)) {
        const moved = t('moved', { count: part.length, team })
        if (!(await send({ agents: byFeed(part), teamId, from }, moved))) break
      }
      selection.clear()
      router.refresh()
    },
    [send, selection.clear, router, t, teamNames],
  )
  /** Dragging one who is chosen drags all who are. */
  const drop = useCallback(
    (key: string, target: string) => {
      const who = selection.keys.has(key) ? chosen : everybody.filter((person) => person.key === key)
      if (who.length > 0) void move(who, target)
    },
    [selection.keys, chosen, everybody, move],
  )

  const unplaced = useMemo(() => everybody.filter(({ current }) => current === undefined).length, [everybody])
  useArrivals(unplaced, now)

  const open = teams.filter((team) => team.isOpen)
  const person = everybody.find(({ key }) => key === opened)
  return (
    <div className={styles.page}>
      <TeamList
        teams={open}
        counts={counts}
        total={fitting}
        chosen={filter.team}
        onChoose={(team) => void setFilter({ team })}
        onDrop={drop}
      />
      <section className={styles.main} aria-label={t('title')}>
        <div className={people.tools}>
          <Filters everybody={everybody} filter={filter} setFilter={(change) => void setFilter(change)} />
          <span className={people.spring} />
          <FileButtons name="agents" onImport={() => setImporting(true)} />
        </div>
        <MoveBar
          chosen={chosen.length}
          hidden={chosen.length - selection.chosenHere}
          shown={shown.length}
          total={everybody.length}
          teams={open}
          zone={zone}
          isPending={isPending}
          onMove={(target, from) => void move(chosen, target, from)}
          onAll={() => selection.set(shown.map(({ key }) => key))}
          onClear={selection.clear}
        />
        <AgentTable
          people={shown}
          isAnybody={everybody.length > 0}
          teamNames={teamNames}
          zone={zone}
          selection={selection}
          onOpen={setOpened}
        />
      </section>
      {person && (
        <HistoryDrawer
          key={person.key}
          person={person}
          teams={teams}
          zone={zone}
          now={now}
          onClose={() => setOpened(null)}
        />
      )}
      <ImportDialog
        title={t('importTitle')}
        columns={t('importColumns')}
        opened={isImporting}
        onClose={() => setImporting(false)}
        preview={async (table) => {
          const rows = readColumns(table, PLACEMENT_COLUMNS, ['agentNo', 'team'])
          if (!rows) return { ok: false, code: 'bad_request', reason: { key: 'importNoColumns' } }
          return upload.preview(
            rows.map(({ line, agentNo, feed, team, from }) => ({ line, agentNo, feed, team, from })),
          )
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
