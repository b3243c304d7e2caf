'use client'

import { Button, Group, Textarea } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { Dialog } from '../../../../_people/dialog.tsx'
import type { Change } from '../../_model/diff.ts'
import { ChangeList } from '../../_parts/change-list.tsx'
import { useEditing } from '../_model/editing.ts'
import styles from '../draft.module.css'
import { ProblemList } from './problem-list.tsx'

type Props = {
  current: Playbook
  changes: readonly Change[]
  problems: readonly DraftProblem[]
  isSaved: boolean
  revision: () => number
}

const SHOWN = 40

/** Asks once more, with what the new version changes and which calls it touches. */
export const PublishDialog = ({ current, changes, problems, isSaved, revision }: Props) => {
  const t = useTranslations('playbook.draft')
  const router = useRouter()
  const { playbook } = useEditing()
  const [isOpen, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const { send, isPending } = useRequest('playbook:publish')
  const next = current.version + 1
  const publish = async () => {
    const body = { revision: revision(), over: current.version, note: note.trim() }
    if (await send(body, t('published', { version: next }))) router.push('/playbook/versions')
    router.refresh()
  }
  return (
    <>
      <Button size="sm" disabled={changes.length === 0 || !isSaved} onClick={() => setOpen(true)} data-testid="publish">
        {t('publish')}
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} title={t('publishTitle', { version: next })} size="lg">
        <p className={styles.touches}>{t('touches', { version: next, current: current.version })}</p>
        {problems.length > 0 && <ProblemList problems={problems} playbook={playbook} onGo={() => setOpen(false)} />}
        <div className={styles.confirmList}>
          <ChangeList from={current} to={playbook} changes={changes} most={SHOWN} />
        </div>
        <Textarea
          mt="sm"
          label={t('why')}
          placeholder={t('whyHint')}
          maxLength={500}
          autosize
          minRows={2}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={() => setOpen(false)}>
            {t('cancel')}
          </Button>
          <Button
            loading={isPending}
            disabled={problems.length > 0 || !isSaved}
            onClick={() => void publish()}
            data-testid="confirm-publish"
          >
            {t('publishNow', { version: next })}
          </Button>
        </Group>
      </Dialog>
    </>
  )
}
