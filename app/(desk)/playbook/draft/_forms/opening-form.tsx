'use client'

import { TagsInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { DIRECTIONS, SCENARIOS } from '#server/domain/words.ts'
import { openingForNothing } from '../../_model/where-used.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import { ScenariosContext } from '../_model/use-action-options.ts'
import { LabelFields, ListField } from './fields.tsx'
import styles from './form.module.css'
import { ItemList } from './item-list.tsx'
import { PhrasesField } from './phrases-field.tsx'
import { UseList } from './use-list.tsx'

type Opening = Playbook['openings'][number]

/** Tags a feed may give a call, typed one by one; those of other openings are offered. */
const TagsField = ({ path, tags }: { path: Path; tags: readonly string[] }) => {
  const t = useTranslations('playbook.draft')
  const { playbook, set, problemAt } = useEditing()
  const known = [...new Set(playbook.openings.flatMap((opening) => opening.tags))]
  return (
    <TagsInput
      size="sm"
      label={t('tags')}
      description={t('tagsHint')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={known}
      value={[...tags]}
      splitChars={[',', '，', ';', '；', '、']}
      error={tags.map((_, index) => problemAt([...path, index])).find(Boolean)}
      onChange={(next) => set(path, next.map((tag) => tag.trim()).filter(Boolean))}
    />
  )
}

const OpeningFields = ({ one, path }: { one: Opening; path: Path }) => {
  const t = useTranslations()
  const { playbook, words, problemAt } = useEditing()
  const idle = openingForNothing(playbook, one)
  const scenarios = useMemo(() => one.scenarios, [one.scenarios])
  return (
    <>
      <LabelFields path={[...path, 'label']} value={one.label} label={t('playbook.draft.name')} />
      <div className={styles.pair}>
        <ListField
          path={[...path, 'directions']}
          value={one.directions}
          label={t('playbook.direction')}
          data={DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`) }))}
        />
        <TagsField path={[...path, 'tags']} tags={one.tags} />
      </div>
      <ListField
        path={[...path, 'scenarios']}
        value={one.scenarios}
        label={t('playbook.draft.scenarios')}
        data={SCENARIOS.map((value) => ({ value, label: t(`scenarios.${value}`) }))}
      />
      {idle.length > 0 && (
        <p className={styles.quiet} role="status">
          {t('playbook.draft.openingIdle', { scenarios: words.list(idle.map((name) => t(`scenarios.${name}`))) })}
        </p>
      )}
      <ScenariosContext value={scenarios}>
        <UseList path={[...path, 'actions']} uses={one.actions} />
      </ScenariosContext>
      <p className={styles.problem} role="alert">
        {problemAt([...path, 'actions'])}
      </p>
      <PhrasesField path={[...path, 'phrases']} phrases={one.phrases} />
    </>
  )
}

/** What the opening asks for where a call is of another direction, or of a customer with a tag. */
export const OpeningForm = () => {
  const t = useTranslations()
  const { playbook, words } = useEditing()
  return (
    <ItemList
      list="openings"
      items={playbook.openings}
      title={t('playbook.openings')}
      lead={t('playbook.draft.openingsLead')}
      prefix="opening"
      isOrdered
      fresh={(id) => ({
        id,
        label: { zh: '', en: '' },
        directions: ['inbound' as const],
        scenarios: [...SCENARIOS],
        tags: [],
        phrases: [],
        actions: [],
      })}
      note={({ directions, scenarios, tags }) =>
        [
          words.list(directions.map((direction) => t(`direction.${direction}`))),
          scenarios.length < SCENARIOS.length
            ? words.list(scenarios.map((scenario) => t(`scenarios.${scenario}`)))
            : t('playbook.backTest.everyScenario'),
          tags.length > 0 && t('playbook.tagged', { tags: words.list(tags) }),
        ]
          .filter(Boolean)
          .join(' · ')
      }
      form={(one, path) => <OpeningFields one={one} path={path} />}
    />
  )
}
