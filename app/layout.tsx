import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './_ui/tokens.css'
import './_ui/base.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata, Viewport } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { readNonce } from './_server/nonce.ts'
import { Providers } from './_ui/providers.tsx'

export const generateMetadata = async (): Promise<Metadata> => {
  const t = await getTranslations('app')
  return { title: { default: t('title'), template: `%s · ${t('name')}` }, description: t('about') }
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

const RootLayout = async ({ children }: { children: ReactNode }) => {
  const nonce = await readNonce()
  return (
    <html lang={await getLocale()} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <NextIntlClientProvider>
          <Providers nonce={nonce}>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}

export default RootLayout
