'use client'

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { obeyPolicy } from './obey-policy.ts'
import { resolveVariables, theme } from './theme.ts'

/** `nonce` of the document: what comes with later answers is for those, and the first one is kept. */
export const Providers = ({ nonce, children }: { nonce: string | undefined; children: ReactNode }) => {
  const [kept] = useState(() => {
    obeyPolicy(nonce)
    return nonce
  })
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      getStyleNonce={kept === undefined ? undefined : () => kept}
    >
      <Notifications position="bottom-right" />
      <NuqsAdapter>{children}</NuqsAdapter>
    </MantineProvider>
  )
}
