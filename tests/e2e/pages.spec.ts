import path from 'node:path'
import { SETTINGS_PLACES } from '#app/(desk)/settings/_shell/places.ts'
import { faults } from './page-faults.ts'
import { expect, test } from './product-test.ts'

const recording = path.resolve(import.meta.dirname, '../fixtures/skipped-step.jsonl')

test('Pages are readable to assistive technology, empty and in use, and strangers see none of them', async ({
  product,
  browser,
  signedIn: page,
}) => {
  await test.step('a stranger is sent to sign in, and reaches no live socket', async () => {
    const context = await browser.newContext()
    const stranger = await context.newPage()
    await stranger.goto(`${product.url}/floor?team=x`)
    await expect(stranger).toHaveURL(/\/sign-in\?next=/)
    expect(await faults(stranger)).toEqual([])
    await context.close()
  })

  await test.step('the empty floor says how to connect a feed', async () => {
    await expect(page.getByTestId('empty-feeds')).toBeVisible()
    expect(await faults(page)).toEqual([])
  })

  await test.step('the floor with a call and its panel', async () => {
    const { token } = await product.addFeed('pbx')
    product.feed(['replay', recording, '--feed', 'pbx', '--demo'], token)
    const row = page.getByTestId('agent-row-1001')
    await expect(row.getByTestId('step-need_identification')).toHaveAttribute('data-status', 'skipped')
    await expect(page.getByTestId('demo-mark')).toBeVisible()
    expect(await faults(page)).toEqual([])
    await row.click()
    await expect(page.getByTestId('call-panel')).toBeVisible()
    await expect(page.getByTestId('check-need_identification')).toHaveAttribute('data-status', 'skipped')
    expect(await faults(page)).toEqual([])
    await page.goBack()
    await expect(page.getByTestId('call-panel')).toBeHidden()
  })

  await test.step('search and filter live in the address and say how many of how many', async () => {
    await page.getByTestId('floor-search').fill('1003')
    await expect(page.getByTestId('shown-count')).toHaveAttribute('data-shown', '1')
    await expect(page.getByTestId('shown-count')).toHaveAttribute('data-total', '3')
    await expect(page).toHaveURL(/1003/)
    await page.reload()
    await expect(page.getByTestId('agent-row-1003')).toBeVisible()
    await expect(page.getByTestId('agent-row-1001')).toBeHidden()
  })

  await test.step('the page on the ways to get steps', async () => {
    await page.goto(`${product.url}/help/steps`)
    await expect(page.getByText('UserEvent(FlowStep').first()).toBeVisible()
    expect(await faults(page)).toEqual([])
  })

  await test.step('every page is drawn by the server and taken over by the browser without a difference', async () => {
    for (const { href } of SETTINGS_PLACES) {
      const answer = await page.goto(product.url + href)
      expect(answer?.status(), href).toBe(200)
      await expect(page.locator('[aria-busy=false] > header h1'), href).toBeVisible()
    }
  })
})
