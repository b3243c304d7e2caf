'use client'

import { useTranslations } from 'next-intl'
import { useEditing } from '../_model/editing.ts'
import { CueList } from './cue-list.tsx'
import { LabelFields, SeverityField, TextField } from './fields.tsx'
import { ItemList } from './item-list.tsx'
import { TryOut } from './try-out.tsx'

/** Families of words not to use, and what to say instead. */
export const ForbiddenForm = () => {
  const t = useTranslations('playbook')
  const { playbook } = useEditing()
  return (
    <ItemList
      list="forbidden"
      items={playbook.forbidden}
      title={t('forbidden')}
      prefix="FB"
      fresh={(id) => ({
        id,
        label: { zh: '', en: '' },
        severity: 'major' as const,
        cues: [{ cue: '' }],
        rewrite: { zh: '' },
      })}
      form={(one, path) => (
        <>
          <LabelFields path={[...path, 'label']} value={one.label} label={t('draft.name')} />
          <SeverityField path={[...path, 'severity']} value={one.severity} />
          <TextField
            path={[...path, 'rewrite', 'zh']}
            value={one.rewrite.zh}
            label={t('draft.inChinese', { label: t('draft.rewrite') })}
          />
          <TextField
            path={[...path, 'rewrite', 'en']}
            value={one.rewrite.en}
            label={t('draft.inEnglish', { label: t('draft.rewrite') })}
            isOptional
          />
          <CueList path={[...path, 'cues']} cues={one.cues} label={t('draft.agentSays')} />
          <TryOut cues={one.cues} />
        </>
      )}
    />
  )
}
