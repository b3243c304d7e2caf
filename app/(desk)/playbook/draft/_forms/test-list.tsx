'use client'

import { ActionIcon, Button, NumberInput, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import type { Test } from '#server/domain/playbook/conditions.ts'
import { ACTION_EVENTS, CLEAR_CAUSES, COMPLAINT_LEVELS, TRANSFER_KINDS } from '#server/domain/words.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import { CueList } from './cue-list.tsx'
import { ListField } from './fields.tsx'
import styles from './form.module.css'
import { TryOut } from './try-out.tsx'

const FRESH = {
  said: { by: 'said', role: 'customer', cues: [{ cue: '' }] },
  event: { by: 'event', events: [] },
  level: { by: 'level', atLeast: 1 },
  score: { by: 'score', atMost: 6 },
  hold: { by: 'hold' },
  end: { by: 'end', causes: [] },
  transfer: { by: 'transfer', kinds: [...TRANSFER_KINDS] },
  always: { by: 'always' },
} as const satisfies Record<Test['by'], Test>
const KINDS = Object.keys(FRESH) as Test['by'][]
const BOUNDS = ['atLeast', 'atMost'] as const

const ROLES = ['customer', 'agent'] as const

/** What stands beside the kind: who says it, or which level. */
const TestSide = ({ path, test }: { path: Path; test: Test }) => {
  const t = useTranslations()
  const { set } = useEditing()
  if (test.by === 'said')
    return (
      <Select
        size="sm"
        aria-label={t('playbook.draft.who')}
        allowDeselect={false}
        data={ROLES.map((value) => ({ value, label: t(`call.roles.${value}`) }))}
        value={test.role}
        onChange={(next) => next && set([...path, 'role'], next)}
      />
    )
  if (test.by === 'level')
    return (
      <Select
        size="sm"
        aria-label={t('playbook.draft.levelFrom')}
        allowDeselect={false}
        data={COMPLAINT_LEVELS.filter((level) => level > 0).map((level) => ({
          value: String(level),
          label: t('playbook.draft.levelAtLeast', { level: t(`call.setLevel.levels.${level}`) }),
        }))}
        value={String(test.atLeast)}
        onChange={(next) => next && set([...path, 'atLeast'], Number(next))}
      />
    )
  return <span />
}

/** What a way of knowing is told by, where it takes more. */
const TestFields = ({ path, test }: { path: Path; test: Test }) => {
  const t = useTranslations()
  const { set, words, problemAt } = useEditing()
  switch (test.by) {
    case 'said':
      return (
        <>
          <p className={styles.problem} role="alert">
            {problemAt([...path, 'cues'])}
          </p>
          <CueList
            path={[...path, 'cues']}
            cues={test.cues}
            label={t(test.role === 'agent' ? 'playbook.draft.agentSays' : 'playbook.draft.customerSays')}
          />
        </>
      )
    case 'event':
      return (
        <ListField
          path={[...path, 'events']}
          value={test.events}
          label={t('playbook.draft.anyOfFacts')}
          data={ACTION_EVENTS.map((value) => ({ value, label: words.event(value) }))}
        />
      )
    case 'score':
      return (
        <div className={styles.pair}>
          {BOUNDS.map((bound) => (
            <NumberInput
              key={bound}
              size="sm"
              label={t(`playbook.draft.score.${bound}`)}
              placeholder={t('playbook.draft.any')}
              value={test[bound] ?? ''}
              min={0}
              max={100}
              hideControls
              onChange={(next) => set([...path, bound], typeof next === 'number' ? next : undefined)}
            />
          ))}
        </div>
      )
    case 'end':
      return (
        <ListField
          path={[...path, 'causes']}
          value={test.causes}
          label={t('playbook.draft.anyOfCauses')}
          data={CLEAR_CAUSES.map((value) => ({ value, label: t(`call.clearCauses.${value}`) }))}
        />
      )
    case 'transfer':
      return (
        <ListField
          path={[...path, 'kinds']}
          value={test.kinds}
          label={t('playbook.draft.anyOfKinds')}
          data={TRANSFER_KINDS.map((value) => ({ value, label: t(`playbook.transferKinds.${value}`) }))}
        />
      )
    default:
      return null
  }
}

const TestItem = ({ path, test, n }: { path: Path; test: Test; n: number }) => {
  const t = useTranslations('playbook.draft')
  const { set, remove } = useEditing()
  // Another kind tried out and left again loses nothing of the first.
  const kept = useRef<Partial<Record<Test['by'], Test>>>({})
  return (
    <li>
      <div className={styles.testHead}>
        <Select
          size="sm"
          aria-label={t('testKind', { n })}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: t(`testKinds.${value}`) }))}
          value={test.by}
          onChange={(next) => {
            const by = next as Test['by'] | null
            if (!by || by === test.by) return
            kept.current[test.by] = test
            set(path, kept.current[by] ?? FRESH[by])
          }}
          data-testid={`test-kind-${n}`}
        />
        <TestSide path={path} test={test} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('removeTest', { n })}
          onClick={() => remove(path)}
        >
          <IconX size={16} />
        </ActionIcon>
      </div>
      <TestFields path={path} test={test} />
    </li>
  )
}

type Props = { path: Path; tests: readonly Test[]; none: string }

/** How it is known that something is so: any one of these is enough. `none`: what no way at all means. */
export const TestList = ({ path, tests, none }: Props) => {
  const t = useTranslations('playbook.draft')
  const { set } = useEditing()
  const cues = tests.flatMap((test) => (test.by === 'said' ? test.cues : []))
  return (
    <section className={styles.fields}>
      <h4 className={styles.subtitle}>
        {t('tests')} <small>{t('testsHint')}</small>
      </h4>
      {tests.length === 0 && <p className={styles.quiet}>{none}</p>}
      <ol className={styles.tests}>
        {tests.map((test, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way of knowing has no name but its place
          <TestItem key={index} path={[...path, index]} test={test} n={index + 1} />
        ))}
      </ol>
      <div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => set([...path, tests.length], FRESH.said)}
          data-testid="add-test"
        >
          {t('addTest')}
        </Button>
      </div>
      {cues.length > 0 && <TryOut cues={cues} />}
    </section>
  )
}
