'use client'

import { Button, FileButton, Group } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { DraftEdit } from '#server/domain/playbook/draft.ts'
import { Dialog } from '../../../../_people/dialog.tsx'
import { diffPlaybooks } from '../../_model/diff.ts'
import { editsBetween } from '../../_model/edits.ts'
import { ChangeList } from '../../_parts/change-list.tsx'
import styles from '../_forms/form.module.css'
import { useEditing } from '../_model/editing.ts'
import { readPlaybookFile } from '../_model/read-file.ts'
import { ProblemList } from './problem-list.tsx'

const SHOWN = 60

/** Brings a playbook in from a file: first what it would change of the draft, or what is wrong with it and where. */
export const ImportPlaybook = ({ onImport }: { onImport: (edits: DraftEdit[]) => void }) => {
  const t = useTranslations('playbook.draft')
  const { playbook } = useEditing()
  const [file, setFile] = useState<{ name: string; read: ReturnType<typeof readPlaybookFile> } | null>(null)
  const choose = async (chosen: File | null) => {
    if (chosen) setFile({ name: chosen.name, read: readPlaybookFile(await chosen.text()) })
  }
  const read = file?.read
  const changes = read?.ok ? diffPlaybooks(playbook, read.playbook) : []
  const close = () => setFile(null)
  return (
    <>
      <FileButton accept=".json,application/json" onChange={(chosen) => void choose(chosen)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            size="sm"
            leftSection={<IconUpload size={15} />}
            data-testid="import-json"
          >
            {t('import')}
          </Button>
        )}
      </FileButton>
      <Dialog opened={file !== null} onClose={close} title={t('importTitle', { file: file?.name ?? '' })} size="xl">
        {read && !read.ok && (
          <>
            <p className={styles.quiet}>{t(read.problems === 'noJson' ? 'noJson' : 'importRefused')}</p>
            {read.problems !== 'noJson' && <ProblemList problems={read.problems} />}
          </>
        )}
        {read?.ok && (
          <>
            <p>{t('importWould', { count: changes.length })}</p>
            <ChangeList from={playbook} to={read.playbook} changes={changes} most={SHOWN} />
          </>
        )}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            disabled={changes.length === 0}
            data-testid="apply-json"
            onClick={() => {
              if (read?.ok) onImport(editsBetween(playbook, read.playbook))
              close()
            }}
          >
            {t('importNow')}
          </Button>
        </Group>
      </Dialog>
    </>
  )
}
