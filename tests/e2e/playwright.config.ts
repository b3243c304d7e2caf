import { defineConfig } from '@playwright/test'
import { findBrowser } from '../support/find-browser.ts'

const report = process.env.BROWSER_REPORT

export default defineConfig({
  testDir: '.',
  // Most of a browser test is waiting for pages: two at a time keep two cores busy.
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  outputDir: '../../test-results',
  use: {
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    },
  },
})
