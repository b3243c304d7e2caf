'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useDeferredValue, useMemo } from 'react'
import { checkDraft, DraftFault, type DraftProblem } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { kindOfProblem } from './problem-text.ts'

const findProblems = (playbook: Playbook): DraftProblem[] => {
  try {
    return checkDraft(playbook).problems
  } catch (error) {
    if (error instanceof DraftFault) return [{ path: error.path.split('.'), message: error.message }]
    throw error
  }
}

/** A problem as people read it; what the cue reader says of a cue is added in its own words. */
export const useProblemText = () => {
  const t = useTranslations('playbook.draft.problems')
  return useCallback(
    (problem: DraftProblem): string => {
      const kind = kindOfProblem(problem)
      return kind ? t(kind, { detail: problem.message }) : problem.message
    },
    [t],
  )
}

/** What keeps the draft from being published. */
export const useProblems = (playbook: Playbook) => {
  const checked = useDeferredValue(playbook)
  const problems = useMemo(() => findProblems(checked), [checked])
  const text = useProblemText()
  const byPath = useMemo(
    () => new Map(problems.map((problem) => [problem.path.join('.'), text(problem)])),
    [problems, text],
  )
  const wrong = useMemo(
    () => new Set(problems.flatMap(({ path }) => path.map((_, index) => path.slice(0, index + 1).join('.')))),
    [problems],
  )
  const problemAt = useCallback((path: (string | number)[]) => byPath.get(path.join('.')), [byPath])
  const isWrong = useCallback((path: (string | number)[]) => wrong.has(path.join('.')), [wrong])
  return { problems, problemAt, isWrong }
}
