import { OIDC_CLIENT, startIssuer } from '#tests/support/oidc-issuer.ts'
import { expect, test } from './product-test.ts'
import { watchPages } from './watch-page.ts'

test('Sign-in over a provider lets a known user in, tells a stranger why not, and is offered only where it is set up', async ({
  product,
  context,
}) => {
  const issuer = await startIssuer(`${product.url}/api/auth/callback/oidc`)
  // The provider's own page asks a font server of the internet.
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  )
  const seen = await watchPages(context)
  const page = await context.newPage()
  const button = page.getByRole('button', { name: '用 公司账号 登录' })

  await test.step('without a provider there is no button', async () => {
    await page.goto(`${product.url}/sign-in`)
    await expect(page.locator('input[name=password]')).toBeVisible()
    await expect(button).toHaveCount(0)
  })

  await product.addUser('1001', 'manager')
  // A page that still loads when its server ends has trouble of its own to tell.
  await page.goto('about:blank')
  await product.stop()
  await product.start({
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: OIDC_CLIENT.clientId,
    OIDC_CLIENT_SECRET: OIDC_CLIENT.clientSecret,
    OIDC_NAME: '公司账号',
  })

  const goBy = async (name: string) => {
    await page.goto(`${product.url}/help/steps`)
    await button.click()
    await page.locator('input[name=login]').fill(name)
    await page.locator('input[name=password]').fill('any')
    await page.locator('button[type=submit]').click()
    await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' })
    await page.locator('button[type=submit]').click()
  }

  await test.step('a stranger comes back to sign-in and is told', async () => {
    await goBy('stranger')
    await expect(page).toHaveURL(/\/sign-in\?/)
    await expect(page.getByTestId('provider-problem')).toContainText('没有对应的用户')
    expect(await product.sql`select 1 from app_session`).toHaveLength(0)
  })

  await test.step('a known user ends on the page that was wanted', async () => {
    await context.clearCookies()
    await goBy('1001')
    await expect(page).toHaveURL(`${product.url}/help/steps`)
    await expect(page.getByText('UserEvent(FlowStep').first()).toBeVisible()
  })

  await test.step('when the provider is away the page says so', async () => {
    await context.clearCookies()
    await page.goto('about:blank')
    await product.stop()
    issuer.setAway(true)
    await product.start({ OIDC_ISSUER: issuer.url, OIDC_CLIENT_ID: OIDC_CLIENT.clientId, OIDC_NAME: '公司账号' })
    await page.goto(`${product.url}/sign-in`)
    await button.click()
    await expect(page.getByTestId('provider-problem')).toContainText('没能登录')
  })
  expect(seen.filter((what) => !what.includes(issuer.url))).toEqual([])
  await issuer.close()
})
