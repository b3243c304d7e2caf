'use client'

import { Alert, Button, SegmentedControl } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { LastBackTest } from '#db/queries/find-last-back-test.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { BACK_TEST_SIZES } from '#server/protocol/back-test.ts'
import { useErrorText } from '../../../../_ui/error-text.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import form from '../_forms/form.module.css'
import { BACK_TEST_PARAMS } from '../search-params.ts'
import styles from './back-test.module.css'
import { Result } from './result.tsx'
import { Running } from './running.tsx'
import { useBackTest } from './use-back-test.ts'

type Props = {
  current: Playbook
  /** Of the draft as the server has it. */
  revision: number
  isSaved: boolean
  hasProblems: boolean
  /** Who tested this draft last, by the audit. */
  last: LastBackTest | null
  zone: string
}

/** What the draft would have made of calls that are over, against the version in force. */
export const BackTest = ({ current, revision, isSaved, hasProblems, last, zone }: Props) => {
  const t = useTranslations('playbook.backTest')
  const errorText = useErrorText()
  const [{ calls }, setParams] = useQueryStates(BACK_TEST_PARAMS)
  const { status, refusal, isPending, start, cancel } = useBackTest()
  const isRunning = status?.state === 'running'
  const hint = hasProblems ? t('problems') : isSaved ? undefined : t('unsaved')
  return (
    <div className={styles.panel} data-testid="back-test">
      <header>
        <h2>{t('title')}</h2>
        <p className={form.quiet}>{t('lead', { version: current.version })}</p>
      </header>
      <div className={styles.order}>
        <span id="back-test-size">{t('size')}</span>
        <SegmentedControl
          aria-labelledby="back-test-size"
          size="sm"
          disabled={isRunning}
          data={BACK_TEST_SIZES.map((size) => ({ value: String(size), label: t('calls', { calls: size }) }))}
          value={String(calls)}
          onChange={(value) => void setParams({ calls: Number(value) as typeof calls })}
        />
        <Button
          disabled={isRunning || hint !== undefined}
          loading={isPending}
          onClick={() => void start({ revision, over: current.version, calls })}
          data-testid="start-back-test"
        >
          {t(status || last ? 'again' : 'start')}
        </Button>
        {hint && <span className={form.quiet}>{hint}</span>}
      </div>
      {refusal && (
        <Alert color="red" variant="light" role="alert">
          {t('failed', { reason: errorText(refusal.code, refusal.reason) })}
        </Alert>
      )}
      {status === null && last && !refusal && (
        <Alert color="orange" variant="light" role="status" data-testid="back-test-gone">
          {t('gone', { by: last.by, at: formatMoment(last.at, zone) })}
        </Alert>
      )}
      {status?.state === 'running' && <Running status={status} onCancel={() => void cancel(status.id)} />}
      {status?.state === 'cancelled' && !refusal && <p role="status">{t('cancelled')}</p>}
      {status?.state === 'failed' && !refusal && (
        <Alert color="red" variant="light" role="alert">
          {t('failed', { reason: errorText('internal', status.reason) })}
        </Alert>
      )}
      {status?.state === 'done' && (
        <Result
          status={status}
          zone={zone}
          current={current.version}
          isOld={status.revision !== revision || !isSaved}
        />
      )}
    </div>
  )
}
