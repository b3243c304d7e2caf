'use client'

import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Cue } from '#server/domain/speech/cue.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import styles from './form.module.css'

/** Wordings by which something is heard; each with what takes it away and how much it proves. */
export const CueList = ({ path, cues, label }: { path: Path; cues: readonly Cue[]; label: string }) => {
  const t = useTranslations('playbook.draft')
  const { set, remove, problemAt } = useEditing()
  const cutNots = (text: string) => text.split(/[;；]/).map((one) => one.trim())
  return (
    <section className={styles.group}>
      <h3>
        {label} <small>{t('cueHint')}</small>
      </h3>
      <ul className={styles.cues}>
        {cues.map((cue, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cue has no name but its place
          <li key={index}>
            <TextInput
              size="sm"
              aria-label={t('cue', { n: index + 1 })}
              value={cue.cue}
              maxLength={600}
              error={problemAt([...path, index, 'cue'])}
              onChange={({ currentTarget }) => set([...path, index, 'cue'], currentTarget.value)}
            />
            <TextInput
              size="sm"
              aria-label={t('notCue', { n: index + 1 })}
              placeholder={t('not')}
              value={(cue.not ?? []).join('；')}
              error={(cue.not ?? []).map((_, at) => problemAt([...path, index, 'not', at])).find(Boolean)}
              onChange={({ currentTarget }) =>
                set([...path, index, 'not'], currentTarget.value === '' ? undefined : cutNots(currentTarget.value))
              }
            />
            <NumberInput
              size="sm"
              aria-label={t('weightOf', { n: index + 1 })}
              placeholder={t('weight')}
              value={cue.weight ?? ''}
              min={0}
              max={1}
              step={0.1}
              hideControls
              onChange={(next) => set([...path, index, 'weight'], typeof next === 'number' ? next : undefined)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('removeCue', { n: index + 1 })}
              onClick={() => remove([...path, index])}
            >
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => set([...path, cues.length], { cue: '' })}
      >
        {t('addCue')}
      </Button>
    </section>
  )
}
