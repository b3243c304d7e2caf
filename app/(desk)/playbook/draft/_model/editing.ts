'use client'

import { createContext, useContext } from 'react'
import type { DraftEdit } from '#server/domain/playbook/draft.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Words } from '../../_model/use-words.ts'

export type Path = (string | number)[]
type Editing = {
  playbook: Playbook
  words: Words
  change: (edits: readonly DraftEdit[]) => void
  /** What is wrong just there, in the reader's language. */
  problemAt: (path: Path) => string | undefined
  /** Whether anything is wrong there or further in. */
  isWrong: (path: Path) => boolean
}

export const EditingContext = createContext<Editing | null>(null)

export const useEditing = () => {
  const editing = useContext(EditingContext)
  if (!editing) throw new Error('useEditing needs a draft above it')
  const { change } = editing
  return {
    ...editing,
    /** Writes a field; undefined takes it away. */
    set: (path: Path, value: unknown) =>
      change([value === undefined ? { path, remove: true } : { path, value: value as never }]),
    remove: (path: Path) => change([{ path, remove: true }]),
  }
}
