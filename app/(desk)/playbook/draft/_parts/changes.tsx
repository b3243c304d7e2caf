'use client'

import { useTranslations } from 'next-intl'
import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Change } from '../../_model/diff.ts'
import { ChangeList } from '../../_parts/change-list.tsx'
import styles from '../_forms/form.module.css'
import { useEditing } from '../_model/editing.ts'
import { ProblemList } from './problem-list.tsx'

type Props = { current: Playbook; changes: readonly Change[]; problems: readonly DraftProblem[] }

/** The draft against the version in force, and what keeps it from being published. */
export const Changes = ({ current, changes, problems }: Props) => {
  const t = useTranslations('playbook.draft')
  const { playbook } = useEditing()
  return (
    <div className={styles.stack}>
      {problems.length > 0 && <ProblemList problems={problems} playbook={playbook} />}
      <h2>
        {t('changesTitle', { version: current.version })} <small>{t('changeCount', { count: changes.length })}</small>
      </h2>
      <ChangeList from={current} to={playbook} changes={changes} />
    </div>
  )
}
