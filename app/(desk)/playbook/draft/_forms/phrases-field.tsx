'use client'

import { Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type Path, useEditing } from '../_model/editing.ts'

type Phrase = { zh: string; en?: string }

/** One phrase a line; an English one stays with its Chinese one. */
export const PhrasesField = ({ path, phrases }: { path: Path; phrases: readonly Phrase[] }) => {
  const t = useTranslations('playbook.draft')
  const { set } = useEditing()
  const [text, setText] = useState(phrases.map(({ zh }) => zh).join('\n'))
  return (
    <Textarea
      size="sm"
      autosize
      minRows={3}
      label={t('phrases')}
      description={t('phrasesHint', { slot: '{…}' })}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        const lines = currentTarget.value.split('\n').map((line) => line.trim())
        const byText = new Map(phrases.map((phrase) => [phrase.zh, phrase]))
        set(
          path,
          lines.filter(Boolean).map((zh) => byText.get(zh) ?? { zh }),
        )
      }}
    />
  )
}
