'use client'

import { Highlight, UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ActionUse } from '#server/domain/playbook/action.ts'
import { EvidenceLines } from './evidence-lines.tsx'
import styles from './flow.module.css'
import { ObligationMark, ObligationWord } from './obligation.tsx'
import { useReading } from './reading.ts'

/** One thing to do in a step: how much it is owed, by when, and what counts as done. */
export const ActionItem = ({ use }: { use: ActionUse }) => {
  const t = useTranslations('playbook')
  const { playbook, words, query, open } = useReading()
  const action = playbook.actions.find(({ id }) => id === use.action)
  return (
    <li className={styles.action} data-testid={`action-${use.action}`}>
      <ObligationMark use={use} />
      <div>
        <UnstyledButton className={styles.actionName} onClick={() => open(use.action)}>
          <Highlight inherit component="span" highlight={query.split(/\s+/)}>
            {words.label(use.label)}
          </Highlight>
        </UnstyledButton>
        <p className={styles.owed}>
          <ObligationWord use={use} />
          {use.when !== undefined && <span>{t('when', { condition: words.condition(use.when) })}</span>}
          {use.level !== 'prohibited' && <span>{words.due(use.due)}</span>}
        </p>
        {action && <EvidenceLines action={action} isShort />}
      </div>
    </li>
  )
}
