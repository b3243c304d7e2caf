'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { LastBackTest } from '#db/queries/find-last-back-test.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { useRequest } from '../../../_live/use-request.ts'
import { Editor } from './_parts/editor.tsx'
import styles from './draft.module.css'

export type StoredDraft = { body: Playbook; baseVersion: number; savedBy: string; savedAt: number }
type Props = {
  current: Playbook
  revision: number
  draft: StoredDraft | null
  lastTest: LastBackTest | null
  zone: string
}

/** The one draft of the next version, or the way to begin it. */
export const DraftPage = ({ current, revision, draft, lastTest, zone }: Props) => {
  const t = useTranslations('playbook.draft')
  const router = useRouter()
  const { send, isPending } = useRequest('playbook:start-draft')
  if (draft) return <Editor current={current} revision={revision} draft={draft} lastTest={lastTest} zone={zone} />
  const begin = async () => {
    if (await send({ revision, version: current.version }, t('begun'))) router.refresh()
  }
  return (
    <div className={styles.none}>
      <h2>{t('none')}</h2>
      <p>{t('noneText')}</p>
      <Button onClick={() => void begin()} loading={isPending} data-testid="begin-draft">
        {t('begin', { version: current.version })}
      </Button>
    </div>
  )
}
