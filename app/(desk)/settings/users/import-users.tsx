'use client'

import { Button, Checkbox, FileButton, Group, Modal, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ROW_OUTCOMES, type UserRowResult } from '#server/protocol/user-requests.ts'
import { MadePasswords } from './made-passwords.tsx'
import { useImport } from './use-import.ts'
import styles from './users.module.css'

const countOf = (results: readonly UserRowResult[]) =>
  Object.fromEntries(
    ROW_OUTCOMES.map((outcome) => [outcome, results.filter((one) => one.outcome === outcome).length]),
  ) as Record<UserRowResult['outcome'], number>

const Preview = ({ results }: { results: readonly UserRowResult[] }) => {
  const t = useTranslations('staff.import')
  const tUsers = useTranslations('staff.users')
  const tReason = useTranslations('reasons')
  const [isShort, setShort] = useState(true)
  const counts = countOf(results)
  const shown = isShort ? results.filter(({ outcome }) => outcome !== 'same') : results
  return (
    <>
      <Group justify="space-between" mt="md">
        <Text size="sm" fw={600} data-testid="import-summary">
          {t('summary', counts)}
        </Text>
        {counts.same > 0 && (
          <Checkbox
            size="xs"
            label={t('onlyTrouble')}
            checked={isShort}
            onChange={(event) => setShort(event.currentTarget.checked)}
          />
        )}
      </Group>
      {shown.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('line')}</th>
                <th scope="col">{tUsers('username')}</th>
                <th scope="col">{t('outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ line, username, outcome, fault }) => (
                <tr key={line}>
                  <td>{line}</td>
                  <td className={styles.no}>{username}</td>
                  <td data-outcome={outcome}>{t(`outcomes.${outcome}`, { reason: fault ? tReason(fault) : '' })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

/** A file of users: looked at first, applied then, passwords last. */
export const ImportUsers = ({ onClose }: { onClose: () => void }) => {
  const t = useTranslations('staff.import')
  const tUsers = useTranslations('staff.users')
  const router = useRouter()
  const { results, problem, isPending, isApplied, made, open, apply, makePasswords } = useImport()
  const counts = countOf(results ?? [])
  const leave = () => {
    router.refresh()
    onClose()
  }
  return (
    <Modal opened onClose={leave} title={t('title')} size="lg" closeOnClickOutside={made.length === 0}>
      <Text size="sm" c="dimmed">
        {t('lead')}
      </Text>
      {!isApplied && (
        <Group mt="md">
          <FileButton accept=".csv,text/csv" onChange={(file) => file && void open(file)}>
            {(props) => (
              <Button {...props} variant="default" size="xs" disabled={isPending}>
                {t('choose')}
              </Button>
            )}
          </FileButton>
        </Group>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {results && <Preview results={results} />}
      {isApplied && counts.add > 0 && (
        <MadePasswords made={made} total={counts.add} isPending={isPending} onMake={makePasswords} />
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={leave}>
          {made.length > 0 ? tUsers('close') : isApplied ? t('done') : tUsers('cancel')}
        </Button>
        {results && !isApplied && (
          <Button disabled={isPending || counts.add + counts.change === 0} onClick={() => void apply()}>
            {t('apply', { count: counts.add + counts.change })}
          </Button>
        )}
      </Group>
    </Modal>
  )
}
