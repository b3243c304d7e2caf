import path from 'node:path'
import { expect, test } from './product-test.ts'

const recording = path.resolve(import.meta.dirname, '../fixtures/skipped-step.jsonl')

test('A call appears, advances, raises an alert for a skipped step, and outlives kill -9', async ({
  product,
  signedIn: page,
}) => {
  const { token } = await product.addFeed('pbx')
  const feed = product.feed(['replay', recording, '--feed', 'pbx'], token)
  const row = page.getByTestId('agent-row-1001')
  const step = (name: string) => row.getByTestId(`step-${name}`)
  const alert = page.getByTestId('alert-panel').locator('[data-testid^=alert-card-]')

  await test.step('the call appears and its step advances', async () => {
    await expect(step('opening')).toHaveAttribute('data-status', 'in_progress')
    await expect(row).toContainText('138****5678')
    await expect(step('resolution')).toHaveAttribute('data-status', 'in_progress')
    await expect(step('opening')).toHaveAttribute('data-status', 'done')
  })

  await test.step('its timer ticks', async () => {
    const timer = row.getByTestId('step-dwell')
    const before = await timer.textContent()
    await expect(timer).not.toHaveText(before ?? '')
  })

  await test.step('the skipped step raises an alert', async () => {
    await expect(step('need_identification')).toHaveAttribute('data-status', 'skipped')
    await expect(alert).toHaveCount(1)
    await expect(alert).toContainText('需求识别')
  })

  await test.step('the rows are in PostgreSQL', async () => {
    const entered = await product.sql`select event from feed_event where feed_id = 'pbx' and type = 'step.entered'`
    expect(entered.length).toBe(2)
    const [raised] = await product.sql`select event from feed_event where feed_id = 'pbx' and type = 'alert.raised'`
    expect(raised).toBeTruthy()
    const [clear] = await product.sql`select 1 from feed_event where event::text like '%13800005678%'`
    expect(clear).toBeUndefined()
  })

  await test.step('after kill -9 the same floor is back and the open page recovers by itself', async () => {
    await product.kill()
    await expect(page.getByTestId('banner-lost')).toBeVisible()
    await product.start()
    await expect(page.getByTestId('banner-lost')).toBeHidden({ timeout: 30_000 })
    await expect(step('need_identification')).toHaveAttribute('data-status', 'skipped')
    await expect(step('opening')).toHaveAttribute('data-status', 'done')
    await expect(alert).toHaveCount(1)
    await expect(page.getByTestId('freshness-pbx')).toHaveAttribute('data-health', 'live')
    const doubled = await product.sql`
      select epoch, event_id from feed_event where feed_id = 'pbx' group by epoch, event_id having count(*) > 1`
    expect(doubled.length).toBe(0)
  })

  await test.step('when the feed stops the page says so', async () => {
    await product.end(feed, 'SIGKILL')
    await expect(page.getByTestId('freshness-pbx')).toHaveAttribute('data-health', 'stale')
    await expect(page.getByTestId('banner-stale')).toBeVisible()
    const clock = page.getByTestId('server-clock')
    const afterTick = async () => {
      const before = await clock.textContent()
      await expect(clock).not.toHaveText(before ?? '')
      return row.getByTestId('step-dwell').textContent()
    }
    const stopped = await afterTick()
    expect(await afterTick()).toBe(stopped)
  })
})
