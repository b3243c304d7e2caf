'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useContext } from 'react'

type Text = ReturnType<typeof useTranslations<never>>
const TextContext = createContext<Text | null>(null)

/** One translator for everything under it: making one in each cell of each row is dear. */
export const TextProvider = ({ children }: { children: ReactNode }) => (
  <TextContext value={useTranslations()}>{children}</TextContext>
)

/** All messages by their full name. */
export const useText = (): Text => {
  const text = useContext(TextContext)
  if (!text) throw new Error('useText needs a TextProvider above it')
  return text
}
