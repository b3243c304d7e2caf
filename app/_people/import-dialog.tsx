'use client'

import { Button, FileButton, Group } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PLAN_KINDS, type PlanKind, type PlannedLine } from '#server/domain/people/plan-placements.ts'
import type { Reason } from '#server/protocol/reason.ts'
import { readTable, type TableLine } from '../_files/read-table.ts'
import { useErrorText } from '../_ui/error-text.ts'
import { Dialog } from './dialog.tsx'
import styles from './people.module.css'

export type Plan = { counts: Record<PlanKind, number>; lines: PlannedLine[] }
export type Planned = { ok: true; plan: Plan } | { ok: false; code: string; reason?: Reason }

type Props = {
  title: string
  /** One line: which columns the file has. */
  columns: string
  opened: boolean
  onClose: () => void
  /** What the file would do; nothing is changed yet. */
  preview: (table: readonly TableLine[]) => Promise<Planned>
  /** Carries out what was shown. */
  apply: () => Promise<boolean>
}

const PlanTable = ({ plan }: { plan: Plan }) => {
  const t = useTranslations('people.import')
  const errorText = useErrorText()
  const total = PLAN_KINDS.reduce((sum, kind) => sum + plan.counts[kind], 0)
  const told = plan.lines.length
  const tellable = total - plan.counts.unchanged
  return (
    <>
      <dl className={styles.counts}>
        {PLAN_KINDS.map((kind) => (
          <div key={kind} data-kind={kind} data-none={plan.counts[kind] === 0 || undefined}>
            <dt>{t(`kinds.${kind}`)}</dt>
            <dd data-testid={`import-${kind}`}>{plan.counts[kind]}</dd>
          </div>
        ))}
      </dl>
      {told > 0 && (
        <div className={styles.lines}>
          <table>
            <thead>
              <tr>
                <th className={styles.number}>{t('line')}</th>
                <th>{t('kind')}</th>
                <th>{t('what')}</th>
                <th>{t('change')}</th>
              </tr>
            </thead>
            <tbody>
              {plan.lines.map((one) => (
                <tr key={`${one.line}-${one.what}`} data-kind={one.kind}>
                  <td className={styles.number}>{one.line}</td>
                  <td className={styles.kind}>{t(`kinds.${one.kind}`)}</td>
                  <td>{one.what || t('empty')}</td>
                  <td>
                    {one.kind === 'refused' && one.reason
                      ? errorText('bad_request', one.reason)
                      : [one.before, one.after ?? t('none')].filter(Boolean).join(' → ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {told < tellable && <p className={styles.note}>{t('more', { shown: told, total: tellable })}</p>}
    </>
  )
}

/** A file in: chosen, looked at line by line, then applied. */
export const ImportDialog = ({ title, columns, opened, onClose, preview, apply }: Props) => {
  const t = useTranslations('people.import')
  const errorText = useErrorText()
  const [plan, setPlan] = useState<Plan | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const close = () => {
    setPlan(null)
    setProblem(null)
    onClose()
  }
  const choose = async (file: File | null) => {
    if (!file) return
    setBusy(true)
    setProblem(null)
    setPlan(null)
    const table = readTable(await file.arrayBuffer())
    const answer = table ? await preview(table) : null
    if (answer?.ok) setPlan(answer.plan)
    else setProblem(answer ? errorText(answer.code, answer.reason) : t('unreadable'))
    setBusy(false)
  }
  const carryOut = async () => {
    setBusy(true)
    if (await apply()) close()
    setBusy(false)
  }
  const changes = plan ? plan.counts.added + plan.counts.changed : 0
  return (
    <Dialog opened={opened} onClose={close} title={title} size="xl">
      <p className={styles.note}>{columns}</p>
      <Group mt="sm" gap="sm">
        <FileButton onChange={(file) => void choose(file)} accept=".csv,.txt,text/csv">
          {(props) => (
            <Button
              {...props}
              data-testid="choose-file"
              variant="default"
              loading={isBusy && !plan}
              leftSection={<IconUpload size={16} />}
            >
              {t('choose')}
            </Button>
          )}
        </FileButton>
      </Group>
      <div aria-live="polite">
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        {plan && <PlanTable plan={plan} />}
      </div>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
        <Button
          data-testid="apply-import"
          onClick={() => void carryOut()}
          disabled={changes === 0}
          loading={isBusy && plan !== null}
        >
          {t('apply', { count: changes })}
        </Button>
      </Group>
    </Dialog>
  )
}
