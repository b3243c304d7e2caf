'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'

/** Puts a page's title and tools into the shell's header. */
export const HeaderSlot = ({ children }: { children: ReactNode }) => {
  const [slot, setSlot] = useState<Element | null>(null)
  useEffect(() => setSlot(document.getElementById('header-slot')), [])
  return slot && createPortal(children, slot)
}
