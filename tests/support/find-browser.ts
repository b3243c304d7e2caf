import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** Path of a Chromium on this machine: CHROMIUM_PATH, on PATH, or Playwright's own. */
export const findBrowser = (): string | undefined => {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path))
  if (found) return found
  const own = chromium.executablePath()
  return existsSync(own) ? own : undefined
}

const canUseApt = () => process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0

const install = () => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'inherit', env }).status === 0
  if (canUseApt() && run('apt-get', ['update', '-qq']))
    if (run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])) return
  run('npx', ['playwright', 'install', 'chromium'])
}

const main = () => {
  if (!findBrowser()) install()
  const browser = findBrowser()
  if (!browser) {
    console.error('No Chromium found and none could be installed. Install one, or set CHROMIUM_PATH to its binary.')
    process.exit(1)
  }
  const version = execFileSync(browser, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim()
  console.log(`browser: ${browser} (${version})`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
