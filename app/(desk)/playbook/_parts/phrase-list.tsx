'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Fragment } from 'react'
import styles from './flow.module.css'
import { useReading } from './reading.ts'

/** `{工号}` in a phrase is to be filled in: shown as such a place. */
export const Slots = ({ text }: { text: string }) => (
  <>
    {text.split(/(\{[^}]+\})/).map((part, index) =>
      part.startsWith('{') ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
        <span key={index} className={styles.placeholder}>
          {part.slice(1, -1)}
        </span>
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
        <Fragment key={index}>{part}</Fragment>
      ),
    )}
  </>
)

/** What agents may say here. */
export const PhraseList = ({ phrases }: { phrases: readonly { zh: string; en?: string }[] }) => {
  const t = useTranslations('playbook')
  const { found } = useReading()
  const isEnglish = useLocale() === 'en'
  const shown = found ? phrases.filter(({ zh, en }) => found.holdsText(zh, en)) : phrases
  if (phrases.length === 0) return null
  return (
    <>
      <h3 className={styles.heading}>
        {t('phrases')}
        <small>
          {found ? t('some', { shown: shown.length, total: phrases.length }) : t('count', { count: phrases.length })}
        </small>
      </h3>
      <ul className={styles.phrases}>
        {shown.map(({ zh, en }) => (
          <li key={zh} lang={isEnglish && en ? 'en' : 'zh-CN'}>
            <Slots text={(isEnglish && en) || zh} />
          </li>
        ))}
      </ul>
    </>
  )
}
