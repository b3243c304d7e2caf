'use client'

import { Alert, Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Change } from '../../_model/diff.ts'
import { ChangeList } from '../../_parts/change-list.tsx'
import form from '../_forms/form.module.css'
import styles from '../draft.module.css'

type Props = {
  by: string
  /** The draft as it is now has been read. */
  isFresh: boolean
  /** What this page changed and could not save. */
  mine: readonly Change[]
  from: Playbook
  to: Playbook
  goOn: (withMine: boolean) => void
}

const SHOWN = 8

/** Somebody else was first: nothing of this page is lost, the person says what to do with it. */
export const Conflict = ({ by, isFresh, mine, from, to, goOn }: Props) => {
  const t = useTranslations('playbook.draft')
  return (
    <Alert color="orange" title={t('conflictTitle', { by })} className={styles.conflict} data-testid="draft-conflict">
      <p>{t('conflictText', { count: mine.length })}</p>
      <ChangeList from={from} to={to} changes={mine} most={SHOWN} />
      <div className={form.line}>
        <Button size="sm" disabled={!isFresh} onClick={() => goOn(true)} data-testid="keep-mine">
          {t('withMine')}
        </Button>
        <Button size="sm" variant="default" disabled={!isFresh} onClick={() => goOn(false)}>
          {t('withoutMine')}
        </Button>
      </div>
    </Alert>
  )
}
