import type { BrowserContext } from '@playwright/test'

/**
 * Collects whatever must not happen on a page of ours: a script that ran without being ours (`canary`), a dialog, an error
 * nobody caught, and whatever the page's policy had to stop.
 */
export const watchPages = async (context: BrowserContext): Promise<readonly string[]> => {
  const seen: string[] = []
  await context.exposeFunction('canary', (what: unknown) => seen.push(`ran: ${what}`))
  await context.exposeFunction('stopped', (what: string) => seen.push(`stopped: ${what}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sample, sourceFile, lineNumber } = event
      const { stopped } = globalThis as unknown as { stopped: (what: string) => void }
      stopped(`${effectiveDirective} ${blockedURI} "${sample}" in ${sourceFile}:${lineNumber}`)
    })
  })
  context.on('page', (page) => {
    page.on('pageerror', (error) => seen.push(`error: ${error.message}`))
    page.on('dialog', (dialog) => {
      seen.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) seen.push(`console: ${message.text()}`)
    })
  })
  return seen
}
