import type { Page } from '@playwright/test'
import { readThreadWaitSec } from './process-usage.ts'

/** What a page's main thread has done so far, and what it holds after a garbage collection. */
export type PageUsage = {
  busySec: number
  /** Seconds its main thread had work and no processor; undefined where the kernel does not count. */
  waitedSec?: number
  scriptSec: number
  styleSec: number
  layoutSec: number
  heapMb: number
  nodes: number
}

/** The process that draws the page: of all the browser's pages it has worked most. */
const findRenderer = async (page: Page): Promise<number> => {
  const session = await page.context().browser()?.newBrowserCDPSession()
  const answer = await session?.send('SystemInfo.getProcessInfo')
  const renderers = answer?.processInfo.filter(({ type }) => type === 'renderer') ?? []
  return renderers.sort((a, b) => b.cpuTime - a.cpuTime)[0]?.id ?? 0
}

export const watchPage = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const pid = await findRenderer(page)
  return {
    session,
    async read(): Promise<PageUsage> {
      await session.send('HeapProfiler.collectGarbage')
      const { metrics } = await session.send('Performance.getMetrics')
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
      return {
        busySec: of('TaskDuration'),
        waitedSec: readThreadWaitSec(pid),
        scriptSec: of('ScriptDuration'),
        styleSec: of('RecalcStyleDuration'),
        layoutSec: of('LayoutDuration'),
        heapMb: of('JSHeapUsedSize') / 1e6,
        nodes: of('Nodes'),
      }
    },
  }
}
