import type { Page } from '@playwright/test'

/** What a page's main thread has done so far, and what it holds after a garbage collection. */
export type PageUsage = {
  busySec: number
  scriptSec: number
  styleSec: number
  layoutSec: number
  heapMb: number
  nodes: number
}

export const watchPage = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return {
    session,
    async read(): Promise<PageUsage> {
      await session.send('HeapProfiler.collectGarbage')
      const { metrics } = await session.send('Performance.getMetrics')
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
      return {
        busySec: of('TaskDuration'),
        scriptSec: of('ScriptDuration'),
        styleSec: of('RecalcStyleDuration'),
        layoutSec: of('LayoutDuration'),
        heapMb: of('JSHeapUsedSize') / 1e6,
        nodes: of('Nodes'),
      }
    },
  }
}
