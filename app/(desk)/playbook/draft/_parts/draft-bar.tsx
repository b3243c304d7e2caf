'use client'

import { Button } from '@mantine/core'
import { IconDownload, IconHistory } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { DraftEdit, DraftProblem } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { ConfirmButton } from '../../../../_ui/confirm-button.tsx'
import { useErrorText } from '../../../../_ui/error-text.ts'
import { formatMoment } from '../../../../_ui/format.ts'
import { useViewer } from '../../../_shell/viewer-context.ts'
import type { Change } from '../../_model/diff.ts'
import { useEditing } from '../_model/editing.ts'
import { savePlaybookFile } from '../_model/save-file.ts'
import type { Saving } from '../_model/use-draft.ts'
import type { StoredDraft } from '../client.tsx'
import styles from '../draft.module.css'
import { DRAFT_PARAMS } from '../search-params.ts'
import { ImportPlaybook } from './import-playbook.tsx'
import { PublishDialog } from './publish-dialog.tsx'

type Props = {
  current: Playbook
  draft: StoredDraft
  zone: string
  saving: Saving
  changes: readonly Change[]
  problems: readonly DraftProblem[]
  base: () => { revision: number }
  onImport: (edits: DraftEdit[]) => void
}

/** How the draft is kept, and what can be done with all of it. */
export const DraftBar = ({ current, draft, zone, saving, changes, problems, base, onImport }: Props) => {
  const t = useTranslations('playbook.draft')
  const errorText = useErrorText()
  const router = useRouter()
  const { name } = useViewer()
  const { playbook } = useEditing()
  const [, setParams] = useQueryStates(DRAFT_PARAMS)
  const { send: discard, isPending } = useRequest('playbook:discard-draft')
  const ownAt = 'at' in saving ? saving.at : undefined
  const last = ownAt
    ? { by: name, at: formatMoment(ownAt, zone) }
    : { by: draft.savedBy, at: formatMoment(draft.savedAt, zone) }
  const status =
    saving.state === 'failed'
      ? t('notSaved', { reason: errorText(saving.code, saving.reason) })
      : t(`saving.${saving.state}`, last)
  return (
    <div className={styles.bar}>
      <div className={styles.state}>
        <b>{t('over', { version: draft.baseVersion })}</b>
        <span role="status" data-state={saving.state} data-testid="draft-state">
          {status}
        </span>
      </div>
      <div className={styles.barTools}>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconDownload size={15} />}
          onClick={() => savePlaybookFile(playbook, 'draft')}
        >
          {t('export')}
        </Button>
        <ImportPlaybook onImport={onImport} />
        <ConfirmButton
          size="sm"
          text={t('discardText', { count: changes.length })}
          confirm={t('discard')}
          loading={isPending}
          onConfirm={async () => {
            if (await discard({ revision: base().revision }, t('discarded'))) router.refresh()
          }}
        >
          {t('discard')}
        </ConfirmButton>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconHistory size={15} />}
          onClick={() => void setParams({ part: 'backTest', item: null })}
          data-testid="back-test-open"
        >
          {t('partNames.backTest')}
        </Button>
        <PublishDialog
          current={current}
          changes={changes}
          problems={problems}
          isSaved={saving.state === 'saved'}
          revision={() => base().revision}
        />
      </div>
    </div>
  )
}
