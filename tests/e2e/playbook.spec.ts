import type { Browser, Locator, Page } from '@playwright/test'
import { faults } from './page-faults.ts'
import { expect, test } from './product-test.ts'

const enter = async (browser: Browser, url: string, username: string, password: string): Promise<Page> => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(url)
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/floor/)
  return page
}

const limit = (page: Page, mark: string) => page.getByTestId(`dwell-${mark}`)
const isSaved = (page: Page) => expect(page.getByTestId('draft-state')).toHaveAttribute('data-state', 'saved')

test('A manager changes a limit, sees the difference, publishes it, and everybody reads the new version', async ({
  product,
  browser,
  signedIn: page,
}) => {
  test.slow()
  await test.step('the flows are read by anybody, found by words, and each action opens', async () => {
    await page.getByRole('navigation').getByRole('link', { name: /流程/ }).click()
    await expect(page.getByTestId('flow-opening')).toBeVisible()
    expect(await faults(page)).toEqual([])
    await page.getByTestId('scenario-complaint').click()
    await expect(page).toHaveURL(/scenario=complaint/)
    await page.getByTestId('playbook-search').fill('身份核验')
    await expect(page.getByTestId('flow-need_identification').getByTestId('action-NEED_ID_VERIFY')).toBeVisible()
    await expect(page.getByTestId('flow-opening').getByTestId('action-OPEN_GREET')).toBeHidden()
    await page.getByTestId('action-NEED_ID_VERIFY').getByRole('button').click()
    await expect(page.getByRole('dialog')).toContainText('NEED_ID_VERIFY')
    await page.goBack()
    await expect(page.getByRole('dialog')).toBeHidden()
  })

  await test.step('a draft says at the field what is wrong, and what it changes', async () => {
    await page.getByTestId('playbook-draft').click()
    await page.getByTestId('begin-draft').click()
    await limit(page, 'warn').fill('99')
    await expect(page.getByRole('alert').filter({ hasText: '由小到大' })).toBeVisible()
    await limit(page, 'warn').fill('18')
    await expect(page.getByTestId('change-count')).toHaveText('1')
    await isSaved(page)
    expect(await faults(page)).toEqual([])
    await page.getByTestId('edit-changes').click()
    await expect(page.getByTestId('change')).toContainText('15 秒')
    await expect(page.getByTestId('change')).toContainText('18 秒')
    await page.reload()
    await expect(page.getByTestId('change')).toHaveCount(1)
  })

  await test.step('the draft is run over calls that are over; without any, the page says so', async () => {
    await page.getByTestId('back-test-open').click()
    await expect(page).toHaveURL(/part=backTest/)
    await page.getByTestId('start-back-test').click()
    await expect(page.getByTestId('back-test-empty')).toBeVisible()
    expect(await faults(page)).toEqual([])
    await page.reload()
    await expect(page.getByTestId('back-test-empty')).toBeVisible()
  })

  await test.step('a sentence shows which cue hits', async () => {
    await page.getByTestId('edit-actions').click()
    await page.getByTestId('try-sentence').fill('您好，请讲')
    await expect(page.getByTestId('try-result').locator('mark')).toHaveText('您好')
    expect(await faults(page)).toEqual([])
  })

  await test.step('of two editors the second is told, and loses nothing', async () => {
    const password = await product.addUser('boss', 'manager')
    const theirs = await enter(browser, product.url, 'boss', password)
    await theirs.goto(`${product.url}/playbook/draft?step=closing`)
    await page.goto(`${product.url}/playbook/draft?step=closing`)
    await limit(theirs, 'max').fill('44')
    await isSaved(theirs)
    await limit(page, 'warn').fill('26')
    await expect(page.getByTestId('draft-conflict')).toContainText('boss')
    await expect(page.getByTestId('draft-conflict')).toContainText('26 秒')
    await page.getByTestId('keep-mine').click()
    await isSaved(page)
    await expect(limit(page, 'max')).toHaveValue('44')
    await expect(limit(page, 'warn')).toHaveValue('26')
    await expect(page.getByTestId('change-count')).toHaveText('3')
    await theirs.context().close()
  })

  await test.step('it is published once asked again, and is the version everybody reads', async () => {
    await page.getByTestId('publish').click()
    await expect(page.getByRole('dialog')).toContainText('第 2 版')
    expect(await faults(page)).toEqual([])
    await page.getByRole('dialog').getByRole('textbox').fill('开场放宽三秒')
    await page.getByTestId('confirm-publish').click()
    await expect(page).toHaveURL(/playbook\/versions/)
    await expect(page.getByTestId('playbook-version-row')).toHaveCount(2)
    await expect(page.getByTestId('playbook-version-row').first()).toContainText('leader')
    await expect(page.getByTestId('change')).toHaveCount(3)
    expect(await faults(page)).toEqual([])
    const password = await product.addUser('looker', 'floor_manager')
    const viewer = await enter(browser, product.url, 'looker', password)
    await viewer.goto(`${product.url}/playbook`)
    await expect(viewer.getByTestId('playbook-version')).toContainText('第 2 版')
    await expect(viewer.getByTestId('playbook-draft')).toBeHidden()
    await viewer.goto(`${product.url}/playbook/draft`)
    await expect(viewer.getByTestId('forbidden')).toBeVisible()
    await viewer.context().close()
  })

  await test.step('a file that makes no sense is refused with its places, one that was given out is taken', async () => {
    await page.goto(`${product.url}/playbook/versions?v=1`)
    const given = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 JSON' }).click()
    const first = await (await given).path()
    await page.getByTestId('playbook-draft').click()
    await page.getByTestId('begin-draft').click()
    const choose = async (file: string | { name: string; mimeType: string; buffer: Buffer }) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByTestId('import-json').click()
      await (await chooser).setFiles(file)
    }
    const broken = Buffer.from('{"version":1}')
    await choose({ name: 'broken.json', mimeType: 'application/json', buffer: broken })
    await expect(page.getByTestId('draft-problems')).toContainText('scenarios')
    await page.keyboard.press('Escape')
    await choose(first)
    await expect(page.getByRole('dialog').getByTestId('change')).toHaveCount(3)
    await page.getByTestId('apply-json').click()
    await expect(page.getByTestId('change-count')).toHaveText('3')
    await isSaved(page)
  })

  await test.step('conditions, openings, golden steps and the confirmation are changed by names', async () => {
    const pick = async (field: Locator, words: string, option: string) => {
      await field.fill(words)
      await page.getByRole('option', { name: option }).click()
    }
    await page.getByTestId('edit-conditions').click()
    const condition = page.getByTestId('item-recording_enabled')
    await condition.getByRole('button').first().click()
    await expect(condition.getByRole('button', { name: '删除', exact: true })).toBeDisabled()
    await condition.getByTestId('add-test').click()
    await expect(page.getByTestId('edit-conditions')).toContainText('需修改')
    await condition.getByTestId('test-kind-1').click()
    await page.getByRole('option', { name: '让客户等过' }).click()
    await expect(page.getByTestId('edit-conditions')).not.toContainText('需修改')
    expect(await faults(page)).toEqual([])

    await page.getByTestId('edit-inquiry').click()
    await page.getByTestId('edit-inquiry-call').click()
    await page.getByText('这个场景有确认要求').click()
    await expect(page.getByTestId('edit-inquiry-call')).toContainText('需修改')
    await pick(page.getByTestId('confirm-after'), '答复', '给出答复')
    await pick(page.getByTestId('confirm-by'), '复述结果', '复述结果/结论')
    expect(await faults(page)).toEqual([])

    await page.getByTestId('edit-goldenSteps').click()
    await page.getByTestId('item-2').getByRole('button').first().click()
    await page.getByTestId('item-2').getByTestId('raise-item').click()
    expect(await faults(page)).toEqual([])
    await page.getByTestId('edit-openings').click()
    await page.getByTestId('add-openings').click()
    await expect(page.getByTestId('edit-openings')).toContainText('需修改')
    await page.getByTestId('item-opening_6').getByRole('button', { name: '删除', exact: true }).click()
    await expect(page.getByTestId('edit-openings')).not.toContainText('需修改')
    await isSaved(page)

    await page.getByTestId('edit-changes').click()
    await expect(page.getByTestId('change')).toHaveCount(6)
    await expect(page.getByTestId('change').filter({ hasText: '系统在录音' })).toContainText('坐席让客户等过')
    await expect(page.getByTestId('change').filter({ hasText: '确认要求' })).toContainText('给出答复之后 60 秒内')
    await expect(page.getByTestId('change').filter({ hasText: '黄金步骤' })).toContainText('致歉、倾听安抚')
  })
})
