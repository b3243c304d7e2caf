'use client'

import { Alert, Button, FileButton, Group, Modal, Stack, Text } from '@mantine/core'
import { IconDownload, IconFileUpload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type FileKind, IMPORT_COLUMNS } from '#server/domain/people/file-columns.ts'
import type { ImportAnswer } from '#server/protocol/imports.ts'
import { ImportLines } from './import-lines.tsx'
import { type FileRow, readRows } from './read-csv.ts'
import { useImport } from './use-import.ts'

type Chosen = { name: string; importId: string; rows: FileRow[]; answer: ImportAnswer }

/** Chooses a file, shows what it would do, then does it. */
export const ImportModal = (props: {
  kind: FileKind
  title: string
  note: string
  onClose: () => void
  onDone: () => void
}) => {
  const { kind, title, note, onClose, onDone } = props
  const t = useTranslations('imports')
  const { send, isPending } = useImport(kind)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const choose = async (file: File | null) => {
    if (!file) return
    setChosen(null)
    setProblem(null)
    const read = readRows(kind, await file.arrayBuffer())
    if (!read.ok) {
      setProblem(read.problem === 'columns' ? t('missing', { columns: read.missing.join(', ') }) : t(read.problem))
      return
    }
    const importId = crypto.randomUUID()
    const answer = await send(importId, read.rows, 'preview')
    if (answer) setChosen({ name: file.name, importId, rows: read.rows, answer })
  }

  const apply = async () => {
    const answer = chosen && (await send(chosen.importId, [], 'apply'))
    if (!chosen || !answer) return
    setChosen({ ...chosen, answer })
    onDone()
  }

  const answer = chosen?.answer
  const isWorthwhile = answer !== undefined && !answer.applied && answer.added + answer.changed > 0
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="sm">
        <Text size="sm">{note}</Text>
        <Text size="sm">
          {t('columns')} <code>{IMPORT_COLUMNS[kind].join(',')}</code>
        </Text>
        {problem && (
          <Alert color="red" variant="light">
            {problem}
          </Alert>
        )}
        {chosen && answer && (
          <>
            <Text size="sm" fw={600} role="status">
              {t(answer.applied ? 'done' : 'would', {
                file: chosen.name,
                added: answer.added,
                changed: answer.changed,
                same: answer.same,
                refused: answer.refused,
              })}
            </Text>
            <ImportLines rows={chosen.rows} answer={answer} />
          </>
        )}
        <Group justify="space-between">
          <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void choose(file)}>
            {(button) => (
              <Button
                {...button}
                variant={isWorthwhile ? 'default' : 'filled'}
                loading={isPending && !chosen}
                leftSection={<IconFileUpload size={16} />}
              >
                {t(chosen ? 'chooseAnother' : 'choose')}
              </Button>
            )}
          </FileButton>
          <Group gap="xs">
            <Button
              component="a"
              variant="subtle"
              href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${IMPORT_COLUMNS[kind].join(',')}\r\n`)}`}
              download={`${kind}.csv`}
              leftSection={<IconDownload size={16} />}
            >
              {t('template')}
            </Button>
            {isWorthwhile && (
              <Button onClick={() => void apply()} loading={isPending}>
                {t('apply', { count: answer.added + answer.changed })}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}
