'use client'

import { Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Cue } from '#server/domain/speech/cue.ts'
import { tryCues } from '../_model/try-cues.ts'
import styles from './form.module.css'

/** A sentence to try cues on: which hit, and where, by the matcher that judges calls. */
export const TryOut = ({ cues }: { cues: readonly Cue[] }) => {
  const t = useTranslations('playbook.draft')
  const [sentence, setSentence] = useState('')
  const tried = useDeferredValue(sentence)
  const { hits, pieces } = useMemo(() => tryCues(cues, tried), [cues, tried])
  return (
    <section className={styles.tryOut}>
      <Textarea
        size="sm"
        autosize
        minRows={2}
        label={t('tryOut')}
        placeholder={t('tryHint')}
        maxLength={500}
        value={sentence}
        onChange={({ currentTarget }) => setSentence(currentTarget.value)}
        data-testid="try-sentence"
      />
      {tried !== '' && (
        <div aria-live="polite" data-testid="try-result">
          <p className={styles.heard} lang="zh-CN">
            {pieces.map(({ from, text, isHit }) =>
              isHit ? <mark key={from}>{text}</mark> : <span key={from}>{text}</span>,
            )}
          </p>
          {hits.length === 0 && <p className={styles.quiet}>{t('noHit')}</p>}
          <ul className={styles.hits}>
            {hits.map((hit) => (
              <li key={`${hit.from}-${hit.to}-${hit.cue}`}>
                <code>{hit.cue}</code>
                <span>{t('hit', { text: tried.slice(hit.from, hit.to), weight: hit.weight.toFixed(2) })}</span>
                {!hit.isExact && <span className={styles.quiet}>{t('soundsAlike')}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
