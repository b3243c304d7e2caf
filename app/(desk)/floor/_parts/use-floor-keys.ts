'use client'

import { useEffect, useEffectEvent } from 'react'
import type { FloorEntry } from '../_model/entry.ts'

type Parts = {
  entries: readonly FloorEntry[]
  selectedKey: string | null
  select: (key: string) => void
  open: (entry: FloorEntry) => void
  claim: (entry: FloorEntry) => void
  close: () => void
  focusSearch: () => void
}

/** Elements that use the same keys themselves. */
const OWNERS = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"]'

const act = (key: string, { entries, selectedKey, ...parts }: Parts): boolean => {
  const index = entries.findIndex((entry) => entry.key === selectedKey)
  const selected = entries[index]
  const move = (by: number) => {
    const next = entries[Math.min(Math.max(index + by, 0), entries.length - 1)]
    if (next) parts.select(next.key)
  }
  switch (key) {
    case 'j':
    case 'ArrowDown':
      move(1)
      return true
    case 'k':
    case 'ArrowUp':
      move(index === -1 ? 1 : -1)
      return true
    case 'Enter':
      if (selected) parts.open(selected)
      return selected !== undefined
    case 'c':
      if (selected) parts.claim(selected)
      return selected !== undefined
    case 'Escape':
      parts.close()
      return true
    case '/':
      parts.focusSearch()
      return true
    default:
      return false
  }
}

/** Keyboard for all of triage, wherever on the floor page the focus is. */
export const useFloorKeys = (parts: Parts) => {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest(OWNERS)) return
    // A focused button answers Enter itself.
    if (event.key === 'Enter' && target?.closest('button, a')) return
    if (act(event.key, parts)) event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
