'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { DraftProblem } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { useChangeText } from '../../_model/change-text.ts'
import { formOf, namePath } from '../_model/problem-place.ts'
import { useProblemText } from '../_model/use-problems.ts'
import styles from '../draft.module.css'
import { DRAFT_PARAMS } from '../search-params.ts'

const MOST = 30

type PlaceProps = { path: DraftProblem['path']; playbook: Playbook; onGo?: () => void }

/** Where something is wrong, by the names people gave, and the way there. */
const Place = ({ path, playbook, onGo }: PlaceProps) => {
  const [, setParams] = useQueryStates(DRAFT_PARAMS)
  const { place, field } = useChangeText(playbook, playbook)({ path: namePath(playbook, path) })
  const text = [...place, field].filter(Boolean).join(' › ')
  const form = formOf(playbook, path)
  if (!form) return <b>{text}</b>
  const go = () => {
    void setParams({ item: null, ...form })
    onGo?.()
  }
  return (
    <UnstyledButton className={styles.toProblem} onClick={go}>
      {text}
    </UnstyledButton>
  )
}

type Props = {
  problems: readonly DraftProblem[]
  /** The draft they are in; a file that was refused has only paths. */
  playbook?: Playbook
  onGo?: () => void
}

/** What to change, and where. */
export const ProblemList = ({ problems, playbook, onGo }: Props) => {
  const t = useTranslations('playbook.draft')
  const text = useProblemText()
  return (
    <section className={styles.problems} role="alert" data-testid="draft-problems">
      <h3>{t('problemCount', { count: problems.length })}</h3>
      <ul>
        {problems.slice(0, MOST).map((problem) => (
          <li key={`${problem.path.join('.')} ${problem.message}`}>
            {playbook ? (
              <Place path={problem.path} playbook={playbook} onGo={onGo} />
            ) : (
              <code>{problem.path.join('.') || t('wholeFile')}</code>
            )}{' '}
            {text(problem)}
          </li>
        ))}
        {problems.length > MOST && <li>{t('moreProblems', { count: problems.length - MOST })}</li>}
      </ul>
    </section>
  )
}
