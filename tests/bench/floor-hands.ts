import type { Page } from '@playwright/test'

const WHEEL_PX = 480
const ROW = '[data-testid^=agent-row-]'

/** The way a supervisor uses the floor: real wheel, real keys, real clicks. */
export const takeHands = (page: Page) => {
  const table = page.getByTestId('floor-table')
  const search = page.getByTestId('floor-search')
  const count = page.getByTestId('shown-count')

  const shownIds = () =>
    table.locator(ROW).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')?.slice(10) ?? ''))
  const nextFrame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))))
  /** A wheel turns the list for some frames; what changes the list before it rests cuts the turn short. */
  const rest = async () => {
    for (let still = 0, last = -1; still < 3; ) {
      await nextFrame()
      const top = await table.evaluate((element) => element.scrollTop)
      still = top === last ? still + 1 : 0
      last = top
    }
  }
  const overTable = async () => {
    const box = await table.boundingBox()
    if (!box) throw new Error('the floor has no table')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  }

  return {
    /** Rows the table says it has, its head not counted. */
    rowCount: async () => Number(await table.getAttribute('aria-rowcount')) - 1,
    total: async () => Number(await count.getAttribute('data-total')),
    /** Wheels `turns` times up or down. */
    async scroll(turns: number, isDown: boolean) {
      await overTable()
      for (let turn = 0; turn < turns; turn++) {
        await page.mouse.wheel(0, isDown ? WHEEL_PX : -WHEEL_PX)
        await nextFrame()
      }
      await rest()
    },
    /** Wheels from the first row to the last and gathers every agent seen on the way. */
    async sweep(): Promise<Set<string>> {
      await overTable()
      await table.evaluate((element) => element.scrollTo(0, 0))
      const seen = new Set<string>()
      for (let still = 0; still < 5; ) {
        const before = seen.size
        for (const id of await shownIds()) seen.add(id)
        still = seen.size === before ? still + 1 : 0
        await page.mouse.wheel(0, WHEEL_PX)
        await nextFrame()
      }
      await rest()
      return seen
    },
    /** Types a 工号 over what the box holds; true when its agent's row is on screen. */
    async find(agentNo: string): Promise<boolean> {
      await search.focus()
      await page.keyboard.press('Control+A')
      await page.keyboard.type(agentNo)
      return table
        .getByTestId(`agent-row-${agentNo}`)
        .waitFor({ timeout: 10_000 })
        .then(
          () => true,
          () => false,
        )
    },
    async clearSearch() {
      await search.fill('')
    },
    /** Presses a filter on and, once the list is narrowed to it, off again. */
    async toggle(testId: string) {
      const button = page.getByTestId(testId)
      const isNarrowed = async () =>
        (await count.getAttribute('data-shown')) !== (await count.getAttribute('data-total'))
      for (const isWanted of [true, false]) {
        await button.click()
        while ((await isNarrowed()) !== isWanted) await nextFrame()
      }
    },
  }
}
export type Hands = ReturnType<typeof takeHands>
