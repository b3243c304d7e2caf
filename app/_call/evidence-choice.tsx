'use client'

import { createContext, type RefObject, useCallback, useContext, useEffect, useMemo, useState } from 'react'

/** What the reader chose to see the proof of, and on which side they did. `at`: the phrase, where one was chosen. */
type Choice = { keys: readonly string[]; side: 'list' | 'words'; at?: string }
type Choosing = { choice?: Choice; choose: (choice: Choice | undefined) => void }

const ChoiceContext = createContext<Choosing>({ choose: () => {} })

const reveal = (element: HTMLElement) => {
  const folded = element.closest('details')
  if (folded) folded.open = true
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  element.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' })
}

/** Keeps the choice of one call, and brings its other side into view. */
export const useChoosing = (ref: RefObject<HTMLElement | null>): Choosing => {
  const [choice, setChoice] = useState<Choice>()
  useEffect(() => {
    if (!choice) return
    const side = choice.side === 'list' ? 'proves' : 'subject'
    const places = [...(ref.current?.querySelectorAll<HTMLElement>(`[data-${side}]`) ?? [])]
    const found = places.find(({ dataset }) =>
      choice.keys.some((key) =>
        side === 'subject' ? dataset.subject === key : dataset.proves?.split('\n').includes(key),
      ),
    )
    if (found) reveal(found)
  }, [choice, ref])
  const choose = useCallback((next: Choice | undefined) => setChoice(next), [])
  return useMemo(() => ({ choice, choose }), [choice, choose])
}

export const ChoiceProvider = ChoiceContext.Provider
export const useChoice = () => useContext(ChoiceContext)
