'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useContext, useMemo } from 'react'

type Text = ReturnType<typeof useTranslations<never>>
const TextContext = createContext<Text | null>(null)

const MOST_KEPT = 5_000

/** Forming a message is dear and rows say the same few again and again. */
const remember = (text: Text): Text => {
  const kept = new Map<string, string>()
  const say = (name: never, values?: Record<string, unknown>): string => {
    const key = values ? `${name}\n${Object.values(values).join('\n')}` : name
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = text(name, values as never)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, made)
    return made
  }
  return Object.assign(say, text) as Text
}

/** One translator for everything under it: making one in each cell of each row is dear. */
export const TextProvider = ({ children }: { children: ReactNode }) => {
  const text = useTranslations()
  return <TextContext value={useMemo(() => remember(text), [text])}>{children}</TextContext>
}

/** All messages by their full name. */
export const useText = (): Text => {
  const text = useContext(TextContext)
  if (!text) throw new Error('useText needs a TextProvider above it')
  return text
}
