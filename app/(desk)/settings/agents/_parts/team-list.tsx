'use client'

import { useTranslations } from 'next-intl'
import { type DragEvent, useState } from 'react'
import { type Team, UNPLACED } from '../_model/people.ts'
import styles from '../agents.module.css'

export const DRAG_TYPE = 'application/x-linewarden-agent'

type Props = {
  teams: readonly Team[]
  counts: ReadonlyMap<string, number>
  total: number
  /** A team's id, `none`, or '' for everybody. */
  chosen: string
  onChoose: (team: string) => void
  onDrop: (agentKey: string, team: string) => void
}

/** Teams by site with how many fit; agents are dropped onto them. */
export const TeamList = ({ teams, counts, total, chosen, onChoose, onDrop }: Props) => {
  const t = useTranslations('people.agents')
  const [over, setOver] = useState<string | null>(null)
  const sites = [...new Set(teams.map(({ site }) => site))]

  const target = (id: string) => ({
    'data-over': over === id || undefined,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move' as const
      setOver(id)
    },
    onDragLeave: () => setOver((now) => (now === id ? null : now)),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setOver(null)
      onDrop(event.dataTransfer.getData(DRAG_TYPE), id)
    },
  })
  const row = (id: string, name: string, count: number, isTarget: boolean) => (
    <button
      key={id}
      type="button"
      className={styles.team}
      aria-pressed={chosen === id}
      data-waiting={(id === UNPLACED && count > 0) || undefined}
      data-testid={`team-${id || 'all'}`}
      onClick={() => onChoose(id)}
      {...(isTarget ? target(id) : {})}
    >
      <span>{name}</span>
      <b>{count}</b>
    </button>
  )
  return (
    <nav className={styles.teams} aria-label={t('teams')}>
      {row(UNPLACED, t('unplaced'), counts.get(UNPLACED) ?? 0, true)}
      {row('', t('everybody'), total, false)}
      {sites.map((site) => (
        <div key={site ?? ''} className={styles.site} role="group" aria-label={site ?? t('noSite')}>
          {sites.length > 1 || site !== null ? <h2>{site ?? t('noSite')}</h2> : null}
          {teams.filter((team) => team.site === site).map(({ id, name }) => row(id, name, counts.get(id) ?? 0, true))}
        </div>
      ))}
      <p className={styles.hint}>{t('dragHint')}</p>
    </nav>
  )
}
