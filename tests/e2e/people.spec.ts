import path from 'node:path'
import { faults } from './page-faults.ts'
import { expect, test } from './product-test.ts'

const recording = path.resolve(import.meta.dirname, '../fixtures/skipped-step.jsonl')

const csv = (text: string) => ({ name: 'file.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

test('Who runs the centre makes teams, places agents by hand and by file, and a supervisor sees just theirs', async ({
  product,
  browser,
  signedIn: page,
}) => {
  await page.goto(`${product.url}/settings/teams`)
  await test.step('a site and teams', async () => {
    expect(await faults(page)).toEqual([])
    await page.getByTestId('add-site').click()
    await page.getByTestId('site-name').fill('East')
    await page.keyboard.press('Enter')
    for (const name of ['North', 'South']) {
      await page.getByTestId('add-team').click()
      await page.getByTestId('team-name').fill(name)
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('team-row').filter({ hasText: name })).toBeVisible()
    }
    expect(await faults(page)).toEqual([])
  })

  const { token } = await product.addFeed('pbx')
  product.feed(['replay', recording, '--feed', 'pbx', '--demo'], token)

  await test.step('the floor counts who has no team and leads to them', async () => {
    await page.goto(`${product.url}/floor`)
    await page.getByTestId('unplaced').click()
    await expect(page).toHaveURL(/settings\/agents\?team=none/)
    await expect(page.getByTestId('agent-row')).toHaveCount(3)
    expect(await faults(page)).toEqual([])
  })

  await test.step('one is dragged, others are moved by choosing a team', async () => {
    const teamOf = (name: string) => page.locator('nav [data-testid^=team-]').filter({ hasText: name })
    await page.getByTestId('agent-row').filter({ hasText: '1001' }).dragTo(teamOf('North'))
    await expect(teamOf('North').locator('b')).toHaveText('1')
    await page.getByTestId('agent-row').filter({ hasText: '1002' }).getByRole('checkbox').focus()
    await page.keyboard.press('Space')
    await page.getByTestId('move-to').fill('South')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByTestId('move').click()
    await expect(teamOf('South').locator('b')).toHaveText('1')
    await expect(page.getByTestId('agent-row')).toHaveCount(1)
  })

  await test.step('a file is shown line by line before it is applied', async () => {
    await page.getByTestId('import').click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByTestId('choose-file').click()
    await (await chooser).setFiles(csv('agent_no,team\n1003,South\n1001,North\n9999,South\n'))
    await expect(page.getByTestId('import-added')).toHaveText('1')
    await expect(page.getByTestId('import-unchanged')).toHaveText('1')
    await expect(page.getByTestId('import-refused')).toHaveText('1')
    await expect(page.getByRole('dialog')).toContainText('9999')
    expect(await faults(page)).toEqual([])
    await page.getByTestId('apply-import').click()
    await expect(page.getByTestId('team-none').locator('b')).toHaveText('0')
  })

  await test.step('the unmapped are listed, and a saved table is the next version', async () => {
    await page.goto(`${product.url}/settings/scenarios`)
    const unmapped = page.getByTestId('unmapped').first()
    // The record is written behind the floor.
    await expect(async () => {
      await page.reload()
      await expect(unmapped).toBeVisible({ timeout: 1000 })
    }).toPass()
    await unmapped.getByRole('combobox').click()
    await page.getByRole('option').first().click()
    await expect(page.getByTestId('entry')).toHaveCount(1)
    await page.getByTestId('save-scenarios').click()
    await expect(page.getByTestId('version')).toHaveCount(2)
    await expect(page.getByTestId('version').first()).toContainText('leader')
    expect(await faults(page)).toEqual([])
  })

  await test.step('a supervisor of one team sees its agent, and no way to any of this', async () => {
    const rows = await product.sql<{ id: string }[]>`select id from team where name = 'North'`
    const password = await product.addUser('north', 'supervisor', [rows[0]?.id ?? ''])
    const context = await browser.newContext()
    const theirs = await context.newPage()
    await theirs.goto(product.url)
    await theirs.locator('input[name=username]').fill('north')
    await theirs.locator('input[name=password]').fill(password)
    await theirs.keyboard.press('Enter')
    await expect(theirs.getByTestId('agent-row-1001')).toBeVisible()
    await expect(theirs.getByTestId('shown-count')).toHaveAttribute('data-total', '1')
    await expect(theirs.getByTestId('unplaced')).toBeHidden()
    for (const place of ['agents', 'teams', 'scenarios']) {
      const answer = await theirs.goto(`${product.url}/settings/${place}`)
      const sent = (await answer?.text()) ?? ''
      for (const secret of ['1002', '1003', 'South']) expect(sent).not.toContain(secret)
      await expect(theirs.getByTestId('forbidden')).toBeVisible()
      expect((await theirs.request.get(`${product.url}/api/export/${place}.csv`)).status()).toBe(403)
    }
    await context.close()
  })

  await test.step('what is taken away can be brought back', async () => {
    const file = await (await page.request.get(`${product.url}/api/export/agents.csv`)).text()
    await page.goto(`${product.url}/settings/agents`)
    await page.getByTestId('import').click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByTestId('choose-file').click()
    await (await chooser).setFiles(csv(file))
    await expect(page.getByTestId('import-unchanged')).toHaveText('3')
    await expect(page.getByTestId('import-refused')).toHaveText('0')
  })
})
