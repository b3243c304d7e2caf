'use client'

import { useTranslations } from 'next-intl'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { useChangeText } from '../_model/change-text.ts'
import type { Change } from '../_model/diff.ts'
import styles from './changes.module.css'

type Props = { from: Playbook; to: Playbook; changes: readonly Change[]; most?: number }

/** What changed, in words: where, what, from what, to what. */
export const ChangeList = ({ from, to, changes, most = 400 }: Props) => {
  const t = useTranslations('playbook.draft')
  const text = useChangeText(from, to)
  if (changes.length === 0) return <p className={styles.none}>{t('noChanges')}</p>
  return (
    <ul className={styles.changes}>
      {changes.slice(0, most).map((change) => {
        const { place, field, from: was, to: is } = text(change)
        const kind = was === null ? 'added' : is === null ? 'removed' : 'changed'
        return (
          <li
            key={`${change.path.join('/')} ${JSON.stringify(change.from)} ${JSON.stringify(change.to)}`}
            data-kind={kind}
            data-testid="change"
          >
            <span className={styles.kind}>{t(`changeKinds.${kind}`)}</span>
            <div>
              <p className={styles.place}>
                {place.join(' › ')}
                {place.length > 0 && field && ' › '}
                {field && <b>{field}</b>}
              </p>
              <p>
                {was !== null && <del>{was}</del>}
                {kind === 'changed' && <span className={styles.arrow}>→</span>}
                {is !== null && <ins>{is}</ins>}
              </p>
            </div>
          </li>
        )
      })}
      {changes.length > most && <li className={styles.more}>{t('moreChanges', { count: changes.length - most })}</li>}
    </ul>
  )
}
