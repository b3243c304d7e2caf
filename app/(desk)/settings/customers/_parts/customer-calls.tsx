'use client'

import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { SCENARIOS } from '#server/domain/words.ts'
import { callPath } from '../../../../_call/call-path.ts'
import { formatDuration } from '../../../../_ui/format.ts'
import type { FoundCustomer } from '../_model.ts'
import styles from '../customers.module.css'

const COLUMNS = ['time', 'queue', 'agent', 'talk', 'scenario', 'level'] as const

export const CustomerCalls = ({ calls }: { calls: FoundCustomer['calls'] }) => {
  const t = useTranslations()
  const format = useFormatter()
  const scenarioText = (word: string | null) => t(`scenarios.${SCENARIOS.find((one) => one === word) ?? 'none'}`)
  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="customer-calls">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`customers.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={`${call.feedId}/${call.callId}`}>
              <td>
                <Link href={callPath(call.feedId, call.callId)}>
                  {format.dateTime(call.startedAt, { dateStyle: 'medium', timeStyle: 'medium' })}
                </Link>
              </td>
              <td>{call.queueId ?? t('customers.noQueue')}</td>
              <td>
                {call.agentNo === null ? (
                  t('customers.noAgent')
                ) : (
                  <>
                    {call.agentName ?? call.agentNo}
                    {call.agentName && <span className={styles.no}> {call.agentNo}</span>}
                  </>
                )}
              </td>
              <td className={styles.figure}>{call.talkSec === null ? '–' : formatDuration(call.talkSec * 1000)}</td>
              <td>{scenarioText(call.scenario)}</td>
              <td className={styles.figure}>{call.peakLevel > 0 ? `L${call.peakLevel}` : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
