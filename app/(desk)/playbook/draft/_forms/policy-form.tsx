'use client'

import { ActionIcon, Button, Select } from '@mantine/core'
import { IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
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
import { useRuleKind } from '../../_parts/verdicts.tsx'
import { type Path, useEditing } from '../_model/editing.ts'
import { ChoiceField, useOptions } from './fields.tsx'
import styles from './form.module.css'

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

/** What becomes of a verdict: lines from the top, the first that fits decides. */
export const PolicyForm = () => {
  const t = useTranslations()
  const kind = useRuleKind()
  const { playbook, set, remove, change } = useEditing()
  const { abouts } = useOptions()
  const { policy } = playbook
  const any = t('playbook.draft.any')
  const raise = (index: number) => {
    const [above, line] = [policy[index - 1], policy[index]]
    if (!above || !line) return
    change([
      { path: ['policy', index - 1], value: line },
      { path: ['policy', index], value: above },
    ])
  }
  return (
    <div className={styles.stack}>
      <h2>
        {t('playbook.verdicts')} <small>{t('playbook.count', { count: policy.length })}</small>
      </h2>
      <p className={styles.quiet}>{t('playbook.draft.policyLead')}</p>
      <ol className={styles.policy}>
        {policy.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
          <li key={index}>
            <ChoiceField
              path={['policy', index, 'rule']}
              value={line.rule}
              label={t('playbook.draft.rule')}
              data={RULES.map((value) => ({ value, label: kind(value) }))}
            />
            <ChoiceField
              path={['policy', index, 'scenario']}
              value={line.scenario}
              label={t('playbook.scenario')}
              data={SCENARIOS.map((value) => ({ value, label: t(`scenarios.${value}`) }))}
              none={any}
              isOptional
            />
            {line.rule === 'complaint_level' ? (
              <ComplaintFields path={['policy', index]} line={line} />
            ) : (
              <>
                <ChoiceField
                  path={['policy', index, 'step']}
                  value={line.step}
                  label={t('playbook.draft.step')}
                  data={STEPS.map((value) => ({ value, label: t(`steps.${value}`) }))}
                  none={any}
                  isOptional
                />
                <ChoiceField
                  path={['policy', index, 'about']}
                  value={line.about}
                  label={t('playbook.draft.about')}
                  data={abouts}
                  none={any}
                  isOptional
                />
              </>
            )}
            <ChoiceField
              path={['policy', index, 'severity']}
              value={line.severity}
              label={t('playbook.draft.severity')}
              data={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
              none={any}
              isOptional
            />
            <ChoiceField
              path={['policy', index, 'as']}
              value={line.as}
              label={t('playbook.draft.becomes')}
              data={VERDICT_USES.map((value) => ({ value, label: t(`playbook.uses.${value}`) }))}
            />
            <div className={styles.lineTools}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                disabled={index === 0}
                aria-label={t('playbook.draft.raise', { n: index + 1 })}
                onClick={() => raise(index)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('playbook.draft.removeLine', { n: index + 1 })}
                onClick={() => remove(['policy', index])}
              >
                <IconX size={16} />
              </ActionIcon>
            </div>
          </li>
        ))}
      </ol>
      <div>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => set(['policy', policy.length], { rule: RULES[0], as: 'mark' })}
        >
          {t('playbook.draft.add')}
        </Button>
      </div>
    </div>
  )
}
