import { useTranslations } from 'next-intl'
import type { ActionUse } from '#server/domain/playbook/action.ts'
import type { Obligation } from '#server/domain/words.ts'
import styles from './flow.module.css'

type Mark = 'never_skip' | Obligation

const SHAPES: Record<Mark, string> = {
  never_skip: 'M1.5 1.5h9v9h-9ZM5.2 3v3.6h1.6V3ZM5.2 7.6v1.5h1.6V7.6Z',
  required: 'M1.5 1.5h9v9h-9Z',
  conditional: 'M6 .4L11.6 6L6 11.6L.4 6ZM6 3L3 6L6 9Z',
  recommended: 'M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6ZM6 2.9a3.1 3.1 0 1 0 0 6.2a3.1 3.1 0 1 0 0-6.2Z',
  prohibited:
    'M6 .6a5.4 5.4 0 1 1 0 10.8a5.4 5.4 0 1 1 0-10.8ZM2.9 3.9A3.8 3.8 0 0 0 8.1 9.1ZM3.9 2.9L9.1 8.1A3.8 3.8 0 0 0 3.9 2.9Z',
}

const markOf = ({ level, neverSkip }: Pick<ActionUse, 'level' | 'neverSkip'>): Mark =>
  neverSkip && level === 'required' ? 'never_skip' : level

/** How much an action is owed: shape, word and colour say the same. */
export const ObligationMark = ({ use }: { use: Pick<ActionUse, 'level' | 'neverSkip'> }) => {
  const mark = markOf(use)
  return (
    <svg className={styles.mark} data-mark={mark} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={SHAPES[mark]} fillRule="evenodd" />
    </svg>
  )
}

export const ObligationWord = ({ use }: { use: Pick<ActionUse, 'level' | 'neverSkip'> }) => {
  const t = useTranslations('playbook')
  const mark = markOf(use)
  return (
    <span className={styles.word} data-mark={mark}>
      {t(`obligations.${mark}`)}
      {use.neverSkip && mark === 'conditional' && t('alsoNeverSkip')}
    </span>
  )
}
