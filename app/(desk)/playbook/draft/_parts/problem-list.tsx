'use client'

import { useTranslations } from 'next-intl'
import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import { useProblemText } from '../_model/use-problems.ts'
import styles from '../draft.module.css'

const MOST = 30

/** What to change, and where, by the path it has in the file. */
export const ProblemList = ({ problems }: { problems: readonly DraftProblem[] }) => {
  const t = useTranslations('playbook.draft')
  const text = useProblemText()
  return (
    <section className={styles.problems} role="alert" data-testid="draft-problems">
      <h3>{t('problemCount', { count: problems.length })}</h3>
      <ul>
        {problems.slice(0, MOST).map((problem) => (
          <li key={`${problem.path.join('.')} ${problem.message}`}>
            <code>{problem.path.join('.') || t('wholeFile')}</code> {text(problem)}
          </li>
        ))}
        {problems.length > MOST && <li>{t('moreProblems', { count: problems.length - MOST })}</li>}
      </ul>
    </section>
  )
}
