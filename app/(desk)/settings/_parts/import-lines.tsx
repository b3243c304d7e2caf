'use client'

import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ImportAnswer } from '#server/protocol/imports.ts'
import { useErrorText } from '../../../_ui/error-text.ts'
import styles from './parts.module.css'
import type { FileRow } from './read-csv.ts'
import { useReasonParams } from './use-reason-params.ts'

/** What becomes of the first lines of each kind, refusals first, each with what the file says there. */
export const ImportLines = ({ rows, answer }: { rows: readonly FileRow[]; answer: ImportAnswer }) => {
  const t = useTranslations('imports')
  const errorText = useErrorText()
  const readable = useReasonParams()
  const byLine = new Map(rows.map((row) => [row.line, row]))
  const total = answer.added + answer.changed + answer.refused
  if (answer.lines.length === 0) return null
  return (
    <div className={styles.lines}>
      <Table stickyHeader verticalSpacing={4} fz={13}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('line')}</Table.Th>
            <Table.Th>{t('content')}</Table.Th>
            <Table.Th>{t('outcome')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answer.lines.map((line) => (
            <Table.Tr key={line.line}>
              <Table.Td className={styles.number}>{line.line}</Table.Td>
              <Table.Td className={styles.content}>
                {Object.values(byLine.get(line.line)?.cells ?? {})
                  .filter((cell) => cell !== '')
                  .join(' · ')}
              </Table.Td>
              <Table.Td className={line.outcome === 'refused' ? styles.refused : styles.taken}>
                {line.outcome === 'refused' ? errorText('bad_request', readable(line.reason)) : t(line.outcome)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {total > answer.lines.length && (
        <p className={styles.more}>{t('shown', { shown: answer.lines.length, total })}</p>
      )}
    </div>
  )
}
