'use client'

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { resolveVariables, theme } from './theme.ts'

export const Providers = ({ children }: { children: ReactNode }) => (
  <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
    <Notifications position="bottom-right" />
    <NuqsAdapter>{children}</NuqsAdapter>
  </MantineProvider>
)
