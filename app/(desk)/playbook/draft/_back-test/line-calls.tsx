'use client'

import { Loader } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { BackTestLine } from '#server/domain/playbook/back-test/report.ts'
import type { ExampleCall } from '#server/protocol/back-test.ts'
import type { Reason } from '#server/protocol/reason.ts'
import { callPath } from '../../../../_call/call-path.ts'
import { useLive } from '../../../../_live/provider.tsx'
import { useErrorText } from '../../../../_ui/error-text.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import { UseMark } from '../../_parts/verdicts.tsx'
import { changesOf } from './arrange-lines.ts'
import styles from './back-test.module.css'

type State = { calls: ExampleCall[] } | { code: string; reason?: Reason }
type Props = { id: string; line: BackTestLine; zone: string }

/** Some of the calls in which a line changes, each with its page. */
export const LineCalls = ({ id, line, zone }: Props) => {
  const t = useTranslations('playbook.backTest')
  const { client } = useLive()
  const errorText = useErrorText()
  const [state, setState] = useState<State>()
  useEffect(() => {
    let isOver = false
    const ask = async () => {
      const answer = await client.request('playbook:back-test-calls', { id, line: line.id })
      if (!isOver) setState(answer.ok ? (answer as unknown as { calls: ExampleCall[] }) : answer)
    }
    void ask()
    return () => {
      isOver = true
    }
  }, [client, id, line.id])
  if (!state) return <Loader size="xs" aria-label={t('loading')} />
  if ('code' in state) return <p role="alert">{errorText(state.code, state.reason)}</p>
  return (
    <>
      <p className={styles.count}>{t('examples', { shown: state.calls.length, total: changesOf(line) })}</p>
      <ul className={styles.calls}>
        {state.calls.map(({ feedId, callId, at, agentNo, name, change, before, after }) => (
          <li key={`${feedId} ${callId} ${at} ${change}`} data-testid="back-test-call">
            <Link href={callPath(feedId, callId)}>{formatMoment(at, zone)}</Link>
            <span>{[agentNo, name].filter(Boolean).join(' ')}</span>
            <span className={styles.change} data-change={change}>
              {t(`changes.${change}`)}
            </span>
            <span className={styles.uses}>
              {before && <UseMark use={before} />}
              {before && after && <span aria-hidden="true">→</span>}
              {after && <UseMark use={after} />}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
