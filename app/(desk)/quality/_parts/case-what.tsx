'use client'

import { useTranslations } from 'next-intl'
import type { About } from '#server/domain/call/call.ts'
import type { Rule, Severity, Step } from '#server/domain/words.ts'
import { useRuleText } from '../../../_ui/rule-text.ts'
import { SeverityMark } from '../../../_ui/severity-mark.tsx'
import styles from '../quality.module.css'

type Props = {
  rule: Rule
  severity: Severity | null
  step: Step | null
  level: number | null
  about: About | null
  agentNo: string | null
  agentName: string | null
  team: string | null
}

/** What a verdict says, and whose handling it is about. */
export const CaseWhat = ({ rule, severity, step, level, about, agentNo, agentName, team }: Props) => {
  const t = useTranslations()
  const ruleText = useRuleText()
  const named = { rule, step: step ?? undefined, level: level ?? undefined, about: about ?? undefined }
  return (
    <div className={styles.what}>
      <p className={styles.verdict}>
        {severity && <SeverityMark severity={severity} label={t(`severity.${severity}`)} />}
        <b>{ruleText.long(named)}</b>
      </p>
      <p className={styles.whose}>
        {agentNo === null ? (
          t('disputes.noAgent')
        ) : (
          <>
            {agentName ?? t('call.unnamedAgent', { agentNo })} {agentName && <span>{agentNo}</span>}
          </>
        )}
        {team && <span> · {team}</span>}
      </p>
    </div>
  )
}
