'use client'

import { Button, Select } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { PolicyLine } from '#server/domain/playbook/playbook.ts'
import {
  COMPLAINT_LEVELS,
  LEVEL_SOURCES,
  RULES,
  SCENARIOS,
  SEVERITIES,
  STEPS,
  VERDICT_USES,
} from '#server/domain/words.ts'
import { UseMark, usePolicyText, useRuleKind } from '../../_parts/verdicts.tsx'
import { type Path, useEditing } from '../_model/editing.ts'
import { ChoiceField, useOptions } from './fields.tsx'
import styles from './form.module.css'
import { RowTools } from './row-tools.tsx'
import { WrongMark } from './wrong-mark.tsx'

/** Which level of a complaint a line is about, and whose word it is. */
const ComplaintFields = ({ path, line }: { path: Path; line: PolicyLine }) => {
  const t = useTranslations()
  const { set, problemAt } = useEditing()
  const any = t('playbook.draft.any')
  return (
    <>
      <Select
        size="sm"
        label={t('playbook.draft.complaintLevel')}
        data={COMPLAINT_LEVELS.map((level) => ({ value: String(level), label: `L${level}` }))}
        value={line.level === undefined ? null : String(line.level)}
        placeholder={any}
        clearable
        error={problemAt([...path, 'level'])}
        onChange={(next) => set([...path, 'level'], next === null ? undefined : Number(next))}
      />
      <ChoiceField
        path={[...path, 'source']}
        value={line.source}
        label={t('playbook.draft.levelSource')}
        data={LEVEL_SOURCES.map((value) => ({ value, label: t(`levelSource.${value}`) }))}
        none={any}
        isOptional
      />
    </>
  )
}

/** Everything one line says, to be changed. */
const LineFields = ({ path, line }: { path: Path; line: PolicyLine }) => {
  const t = useTranslations()
  const kind = useRuleKind()
  const { abouts } = useOptions()
  const any = t('playbook.draft.any')
  return (
    <div className={styles.six}>
      <ChoiceField
        path={[...path, 'rule']}
        value={line.rule}
        label={t('playbook.draft.rule')}
        data={RULES.map((value) => ({ value, label: kind(value) }))}
      />
      <ChoiceField
        path={[...path, 'scenario']}
        value={line.scenario}
        label={t('playbook.scenario')}
        data={SCENARIOS.map((value) => ({ value, label: t(`scenarios.${value}`) }))}
        none={any}
        isOptional
      />
      {line.rule === 'complaint_level' ? (
        <ComplaintFields path={path} line={line} />
      ) : (
        <>
          <ChoiceField
            path={[...path, 'step']}
            value={line.step}
            label={t('playbook.draft.step')}
            data={STEPS.map((value) => ({ value, label: t(`steps.${value}`) }))}
            none={any}
            isOptional
          />
          <ChoiceField
            path={[...path, 'about']}
            value={line.about}
            label={t('playbook.draft.about')}
            data={abouts}
            none={any}
            isOptional
          />
        </>
      )}
      <ChoiceField
        path={[...path, 'severity']}
        value={line.severity}
        label={t('playbook.draft.severity')}
        data={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        none={any}
        isOptional
      />
      <ChoiceField
        path={[...path, 'as']}
        value={line.as}
        label={t('playbook.draft.becomes')}
        data={VERDICT_USES.map((value) => ({ value, label: t(`playbook.uses.${value}`) }))}
      />
    </div>
  )
}

/** What becomes of a verdict: lines from the top, the first that fits decides. One line is open at a time. */
export const PolicyForm = () => {
  const t = useTranslations('playbook')
  const { playbook, words, set, remove, change } = useEditing()
  const text = usePolicyText(words)
  const [open, setOpen] = useState<number | null>(null)
  const { policy } = playbook
  const raise = (index: number) => {
    const [above, line] = [policy[index - 1], policy[index]]
    if (!above || !line) return
    change([
      { path: ['policy', index - 1], value: line },
      { path: ['policy', index], value: above },
    ])
    setOpen(index - 1)
  }
  const add = () => {
    set(['policy', policy.length], { rule: RULES[0], as: 'mark' })
    setOpen(policy.length)
  }
  return (
    <div className={styles.stack}>
      <h2>
        {t('verdicts')} <small>{t('count', { count: policy.length })}</small>
      </h2>
      <p className={styles.quiet}>{t('draft.policyLead')}</p>
      <section className={styles.group}>
        <ol className={styles.uses}>
          {policy.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
            <li key={index} data-open={open === index || undefined}>
              <Button
                fullWidth
                variant="subtle"
                color="gray"
                justify="space-between"
                className={styles.useHead}
                aria-expanded={open === index}
                onClick={() => setOpen(open === index ? null : index)}
                leftSection={<span className={styles.place}>{index + 1}</span>}
                rightSection={<IconChevronDown size={16} aria-hidden="true" />}
                data-testid={`policy-${index}`}
              >
                <b>
                  {text(line)} <WrongMark path={['policy', index]} />
                </b>
                <span>
                  <UseMark use={line.as} />
                </span>
              </Button>
              {open === index && (
                <div className={styles.useForm}>
                  <LineFields path={['policy', index]} line={line} />
                  <RowTools
                    onRaise={index > 0 ? () => raise(index) : undefined}
                    onRemove={() => {
                      remove(['policy', index])
                      setOpen(null)
                    }}
                  />
                </div>
              )}
            </li>
          ))}
        </ol>
      </section>
      <div>
        <Button variant="default" size="sm" leftSection={<IconPlus size={15} />} onClick={add}>
          {t('draft.add')}
        </Button>
      </div>
    </div>
  )
}
