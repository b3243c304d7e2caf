'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useContext } from 'react'
import type { CallView } from '#server/protocol/call-view.ts'
import { Timer } from '../_ui/timer.tsx'
import { ViewerContext } from '../(desk)/_shell/viewer-context.ts'
import styles from './call.module.css'
import { RevealNumber } from './reveal-number.tsx'
import { SetLevel } from './set-level.tsx'

/** The segment whose agent has the call, or had it last. */
export const ownerOf = (view: CallView) => {
  const owners = view.segments.filter((segment) => segment.role === 'owner' && segment.answeredAt !== undefined)
  return owners.findLast((segment) => segment.endedAt === undefined) ?? owners.at(-1) ?? view.segments.at(-1)
}

type Props = { view: CallView; onOpen: (feed: string, callId: string) => void }

export const CallHead = ({ view, onOpen }: Props) => {
  const t = useTranslations()
  const permissions = useContext(ViewerContext)?.permissions
  const canReveal = permissions?.includes('number.reveal')
  const canClassify = permissions?.includes('call.classify')
  const source = view.levels.at(-1)?.source
  const owner = ownerOf(view)
  const queueId = owner?.queueId ?? view.queueVisits.at(-1)?.queueId
  const merged = view.mergedInto
  return (
    <header className={styles.head}>
      <div className={styles.who}>
        <h2 className={styles.name}>
          {owner ? (owner.name ?? t('call.unnamedAgent', { agentNo: owner.agentNo })) : t('call.title')}
          {owner?.name && <span className={styles.no}> {owner.agentNo}</span>}
        </h2>
        <div className={styles.tags}>
          <span className={styles.tag} data-live={view.clearedAt === undefined || undefined}>
            {view.clearedAt === undefined ? t('call.live') : t('call.ended')}
            {view.clearCause && ` · ${t(`call.clearCauses.${view.clearCause}`)}`}
          </span>
          <span className={styles.tag}>{t(`direction.${view.direction}`)}</span>
          <span className={styles.tag}>{view.caller ?? t('call.noCaller')}</span>
          {view.caller !== undefined && canReveal && <RevealNumber key={view.callId} view={view} />}
          {queueId && <span className={styles.tag}>{queueId}</span>}
          {owner?.team && <span className={styles.tag}>{owner.team}</span>}
          <span className={styles.tag}>
            {view.scenario
              ? t('call.scenarioFrom', {
                  scenario: t(`scenarios.${view.scenario}`),
                  source: t(`scenarioSource.${view.scenarioSource}`),
                })
              : t('scenarios.none')}
          </span>
          {view.peakLevel > 0 && (
            <span className={styles.tag} data-level={view.level} data-source={source} data-testid="call-level">
              {view.level > 0 && source
                ? t('call.levelFrom', { level: view.level, source: t(`levelSource.${source}`) })
                : t('call.level', { level: view.level })}
              {view.peakLevel > view.level && ` · ${t('call.peak', { level: view.peakLevel })}`}
            </span>
          )}
          {canClassify && <SetLevel key={`level ${view.callId}`} view={view} />}
          {view.demo && <span className={styles.tag}>{t('call.demo')}</span>}
          {merged && (
            <span className={styles.tag}>
              {t('call.mergedInto')}{' '}
              <UnstyledButton className={styles.link} onClick={() => onOpen(view.feedId, merged)}>
                {t('call.openMerged')}
              </UnstyledButton>
            </span>
          )}
        </div>
      </div>
      <div className={styles.times}>
        {owner?.answeredAt !== undefined && (
          <div>
            <span className={styles.timeLabel}>{t('call.talk')}</span>
            <Timer
              feed={view.feedId}
              since={owner.answeredAt}
              until={owner.endedAt ?? view.clearedAt}
              className={styles.talk}
              testId="call-talk"
            />
          </div>
        )}
        <div>
          <span className={styles.timeLabel}>{t('call.total')}</span>
          <Timer
            feed={view.feedId}
            since={view.startedAt}
            until={view.clearedAt}
            className={styles.total}
            testId="call-total"
          />
        </div>
      </div>
    </header>
  )
}
