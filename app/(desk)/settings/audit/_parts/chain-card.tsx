'use client'

import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconLink } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AuditVerdict } from '#server/domain/audit-verdict.ts'
import { useLive } from '../../../../_live/provider.tsx'
import { useErrorText } from '../../../../_ui/error-text.ts'
import styles from '../audit.module.css'

type State = { kind: 'idle' | 'running' } | { kind: 'failed'; text: string } | { kind: 'done'; verdict: AuditVerdict }

/** Whether the chain holds, on demand: it is computed anew from the first row kept. */
export const ChainCard = ({ lastId }: { lastId: number }) => {
  const t = useTranslations('audit')
  const { client } = useLive()
  const errorText = useErrorText()
  const [state, setState] = useState<State>({ kind: 'idle' })

  const verify = async () => {
    setState({ kind: 'running' })
    const answer = await client.request('audit:verify', {}, VERIFY_MS)
    setState(
      answer.ok
        ? { kind: 'done', verdict: (answer as unknown as { verdict: AuditVerdict }).verdict }
        : { kind: 'failed', text: errorText(answer.code, answer.reason) },
    )
  }

  const fault = state.kind === 'done' ? state.verdict.fault : undefined
  const verdict = state.kind === 'done' ? state.verdict : undefined
  return (
    <div className={styles.chain} data-state={fault ? 'broken' : verdict ? 'whole' : undefined} data-testid="chain">
      {fault ? <IconAlertTriangle size={20} aria-hidden="true" /> : <IconShown isWhole={verdict !== undefined} />}
      <div className={styles.chainText} role="status">
        <strong>{t('chain.title')}</strong>
        {state.kind === 'idle' && <span>{lastId > 0 ? t('chain.idle', { id: lastId }) : t('chain.empty')}</span>}
        {state.kind === 'running' && <span>{t('chain.running')}</span>}
        {state.kind === 'failed' && <span>{state.text}</span>}
        {fault && <span>{t('chain.broken', { fault: t(`faults.${fault.kind}`, { id: fault.id }) })}</span>}
        {verdict && !fault && (
          <span>{verdict.last ? t('chain.whole', { rows: verdict.rows, id: verdict.last.id }) : t('chain.empty')}</span>
        )}
        {verdict?.last && !fault && (
          <span className={styles.hash}>
            {t('chain.hash')} <code>{verdict.last.hash}</code> {t('chain.keep')}
          </span>
        )}
      </div>
      <Button variant="default" onClick={verify} loading={state.kind === 'running'}>
        {t('chain.button')}
      </Button>
    </div>
  )
}

/** A long audit takes a while to read. */
const VERIFY_MS = 120_000

const IconShown = ({ isWhole }: { isWhole: boolean }) =>
  isWhole ? <IconCircleCheck size={20} aria-hidden="true" /> : <IconLink size={20} aria-hidden="true" />
