'use client'

import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useCallback, useMemo, useRef, useState } from 'react'
import { CallPanel } from '../../_call/call-panel.tsx'
import { useLiveState } from '../../_live/hooks.ts'
import { hasNoFeed } from '../../_live/store.ts'
import { HeaderSlot } from '../_shell/header-slot.tsx'
import { useViewer } from '../_shell/viewer-context.ts'
import { listAlertCards } from './_model/alert-cards.ts'
import type { FloorEntry } from './_model/entry.ts'
import { summariseFloor } from './_model/summary.ts'
import { AlertPanel } from './_parts/alert-panel.tsx'
import { EmptyAgents, EmptyFeeds, EmptyMatch } from './_parts/empty.tsx'
import { FilterBar } from './_parts/filter-bar.tsx'
import { FloorTable } from './_parts/floor-table.tsx'
import { SearchBox } from './_parts/search-box.tsx'
import { SummaryStrip } from './_parts/summary-strip.tsx'
import { ClaimProvider, useClaims } from './_parts/use-claims.tsx'
import { useFloorKeys } from './_parts/use-floor-keys.ts'
import styles from './floor.module.css'
import { CALL_PARAM } from './search-params.ts'
import { useFloorParams, useFloorRows, useFloorSample } from './use-floor.ts'

const Floor = () => {
  const t = useTranslations('floor')
  const tAlerts = useTranslations('alerts')
  const sample = useFloorSample()
  const params = useFloorParams()
  const { entries, total, isHeld, setHeld } = useFloorRows(sample, params)
  const isWithoutFeeds = useLiveState(hasNoFeed)
  const isReady = useLiveState(({ feeds, streams }) => feeds?.every((feed) => streams[feed]) ?? false)
  const isOld = useLiveState((state) => Object.keys(state.streams).some((feed) => state.times[feed]?.health !== 'live'))
  const [{ call }, setUrl] = useQueryStates(CALL_PARAM)
  const [selectedKey, setSelectedKey] = useState<string | null>(null)
  const [isAlertsOnTop, setAlertsOnTop] = useState(false)
  const searchRef = useRef<HTMLInputElement>(null)
  const claims = useClaims()
  const viewer = useViewer()

  const summary = useMemo(() => summariseFloor(sample.entries, sample.streams), [sample])
  const cards = useMemo(() => listAlertCards(sample.entries), [sample])
  const unclaimed = cards.filter((card) => card.isUnclaimed).length

  const openCall = useCallback(
    (feed: string, callId: string) => {
      setAlertsOnTop(false)
      void setUrl({ call: { feed, callId } })
    },
    [setUrl],
  )
  const openEntry = useCallback(
    (entry: FloorEntry) => {
      setSelectedKey(entry.key)
      if (entry.row.call) openCall(entry.feed, entry.row.call.callId)
    },
    [openCall],
  )
  const closeCall = useCallback(() => void setUrl({ call: null }), [setUrl])
  const claimEntry = useCallback(
    (entry: FloorEntry) => {
      const card = cards.find((candidate) => candidate.entries.some(({ key }) => key === entry.key))
      if (card && viewer.permissions.includes('alert.handle')) void claims.claim(card)
    },
    [cards, claims, viewer],
  )
  useFloorKeys({
    entries,
    selectedKey,
    select: setSelectedKey,
    open: openEntry,
    claim: claimEntry,
    close: call ? closeCall : () => setSelectedKey(null),
    focusSearch: () => searchRef.current?.focus(),
  })

  const isCallShown = call !== null && !isAlertsOnTop
  return (
    <div
      className={styles.floor}
      data-side={isCallShown ? 'call' : 'alerts'}
      data-alerts-open={isAlertsOnTop || undefined}
    >
      <HeaderSlot>
        <h1 className={styles.title}>{t('title')}</h1>
        <SearchBox ref={searchRef} value={params.filter.q} onChange={(q) => params.setFilter({ q })} />
      </HeaderSlot>
      <section className={styles.main} aria-label={t('title')}>
        {isWithoutFeeds ? (
          <EmptyFeeds />
        ) : (
          <>
            <SummaryStrip
              summary={summary}
              states={params.filter.state}
              steps={params.filter.step}
              setFilter={params.setFilter}
              isOld={isOld}
            />
            <FilterBar
              sample={sample}
              params={params}
              shown={entries.length}
              total={total}
              isHeld={isHeld}
              unplaced={summary.unplaced}
            />
            <FloorTable
              entries={entries}
              params={params}
              selectedKey={selectedKey}
              openCall={call}
              onOpen={openEntry}
              onHold={setHeld}
              empty={
                total === 0 ? <EmptyAgents isReady={isReady} /> : <EmptyMatch total={total} onClear={params.clear} />
              }
            />
          </>
        )}
      </section>
      <button
        type="button"
        className={styles.alertsButton}
        data-urgent={unclaimed > 0 || undefined}
        aria-expanded={isAlertsOnTop}
        onClick={() => setAlertsOnTop(!isAlertsOnTop)}
      >
        {tAlerts('show', { count: cards.length })}
      </button>
      <aside className={styles.side} aria-label={isCallShown ? t('title') : tAlerts('title')}>
        {isCallShown ? (
          <CallPanel
            key={`${call.feed}\n${call.callId}`}
            feed={call.feed}
            callId={call.callId}
            onClose={closeCall}
            onOpen={openCall}
            tools={
              <button
                type="button"
                className={styles.toAlerts}
                data-urgent={unclaimed > 0 || undefined}
                onClick={closeCall}
              >
                {tAlerts('show', { count: cards.length })}
              </button>
            }
          />
        ) : (
          <AlertPanel cards={cards} onOpen={openCall} />
        )}
      </aside>
    </div>
  )
}

export const FloorPage = () => (
  <ClaimProvider>
    <Floor />
  </ClaimProvider>
)
