'use client'

import { createContext, useContext } from 'react'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Found } from '../_model/search.ts'
import type { Words } from '../_model/use-words.ts'

type Reading = {
  playbook: Playbook
  words: Words
  /** Undefined while nothing is looked for. */
  found: Found | undefined
  query: string
  open: (action: string) => void
}

export const ReadingContext = createContext<Reading | null>(null)

export const useReading = (): Reading => {
  const reading = useContext(ReadingContext)
  if (!reading) throw new Error('useReading needs a playbook above it')
  return reading
}
