'use client'

import { useCallback, useMemo, useRef, useState } from 'react'
import { keysBetween, type Person } from '../_model/people.ts'

export type Selection = ReturnType<typeof useSelection>

/** Whom the person has ticked; with Shift everybody since the last tick. */
export const useSelection = (shown: readonly Person[]) => {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const anchor = useRef<string | null>(null)

  const toggle = useCallback(
    (index: number, isRange: boolean) => {
      const key = shown[index]?.key
      if (key === undefined) return
      const from = shown.findIndex((person) => person.key === anchor.current)
      setKeys((before) => {
        const next = new Set(before)
        const isOn = !before.has(key)
        for (const one of isRange && from >= 0 ? keysBetween(shown, from, index) : [key]) {
          if (isOn) next.add(one)
          else next.delete(one)
        }
        return next
      })
      anchor.current = key
    },
    [shown],
  )
  const set = useCallback((all: readonly string[]) => setKeys(new Set(all)), [])
  const clear = useCallback(() => setKeys(new Set()), [])
  const chosenHere = useMemo(() => shown.filter(({ key }) => keys.has(key)).length, [shown, keys])
  return { keys, toggle, set, clear, chosenHere }
}
