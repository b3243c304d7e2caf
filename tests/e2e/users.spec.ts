import { insertTeam } from '#db/writes/insert-team.ts'
import { faults } from './page-faults.ts'
import { expect, test } from './product-test.ts'

test('An admin adds a user, who chooses a password of their own before anything else and is cut off when disabled', async ({
  product,
  signedIn: page,
  browser,
}) => {
  await insertTeam(product.sql, { id: 'north', name: '北区一组', createdAt: Date.now() })

  const password = await test.step('adding shows the given password once', async () => {
    await page.goto(`${product.url}/settings/users`)
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: '添加用户' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('工号', { exact: true }).fill('1001')
    await form.getByLabel('姓名').fill('王小明')
    await form.getByLabel('班组').first().click()
    await page.getByRole('option', { name: '北区一组' }).click()
    await form.getByRole('button', { name: '添加用户' }).click()
    const given = await page.getByTestId('given-password').textContent()
    await page.getByRole('button', { name: '我已记下，关闭' }).click()
    await expect(page.getByTestId('user-1001')).toHaveAttribute('data-state', 'mustChange')
    return given ?? ''
  })

  const theirs = await (await browser.newContext({ locale: 'zh-CN' })).newPage()

  await test.step('with it every page leads to the one that changes it', async () => {
    await theirs.goto(`${product.url}/sign-in`)
    await theirs.locator('input[name=username]').fill('1001')
    await theirs.locator('input[name=password]').fill(password)
    await theirs.keyboard.press('Enter')
    await theirs.waitForURL((url) => url.pathname === '/change-password')
    for (const path of ['/floor', '/settings/account', '/help/steps', '/calls/pbx/c1', '/sign-in']) {
      await theirs.goto(product.url + path)
      await expect(theirs).toHaveURL(/\/change-password/)
    }
    expect(await faults(theirs)).toEqual([])
  })

  await test.step('a common one is refused, one of their own opens the floor', async () => {
    const choose = async (next: string) => {
      await theirs.locator('input[name=current]').fill(password)
      await theirs.locator('input[name=next]').fill(next)
      await theirs.locator('input[name=again]').fill(next)
      await theirs.keyboard.press('Enter')
    }
    await choose('password123')
    await expect(theirs.getByTestId('password-problem')).not.toBeEmpty()
    await choose('春江潮水连海平海上明月')
    await theirs.waitForURL((url) => !url.pathname.startsWith('/change-password'))
  })

  await test.step('their own sign-ins are on their account', async () => {
    await theirs.goto(`${product.url}/settings/account`)
    await expect(theirs.getByTestId('sign-ins').locator('tr[data-this]')).toHaveCount(1)
    expect(await faults(theirs)).toEqual([])
  })

  await test.step('disabling them reaches the page they have open', async () => {
    await page.reload()
    await page.getByTestId('user-1001').getByRole('button').click()
    await page.getByRole('menuitem', { name: '停用' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
    await expect(page.getByTestId('user-1001')).toHaveAttribute('data-state', 'disabled')
    await expect(theirs.getByTestId('banner-refused')).toBeVisible()
  })
})
