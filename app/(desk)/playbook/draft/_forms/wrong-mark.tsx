'use client'

import { useTranslations } from 'next-intl'
import { type Path, useEditing } from '../_model/editing.ts'
import styles from '../draft.module.css'

/** On a closed part of the draft: something in it has to be changed. */
export const WrongMark = ({ path }: { path: Path }) => {
  const t = useTranslations('playbook.draft')
  const { isWrong } = useEditing()
  return isWrong(path) ? (
    <span className={styles.tally} data-wrong>
      {t('wrong')}
    </span>
  ) : null
}
