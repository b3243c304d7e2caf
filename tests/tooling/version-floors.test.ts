import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The oldest versions without a known advisory that touches us. */
const FLOORS: Record<string, string> = {
  next: '16.4.1',
  react: '19.2.6',
  'react-dom': '19.2.6',
  'socket.io': '4.8.4',
  'socket.io-parser': '4.2.7',
  'engine.io': '6.6.9',
  ws: '8.21.0',
  'drizzle-orm': '0.45.2',
  'better-auth': '1.7.16',
  '@better-auth/drizzle-adapter': '1.7.7',
}

type Lock = { packages: Record<string, { version?: string }> }
const lock: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))

const installed = (name: string): string[] =>
  Object.entries(lock.packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version }]) => version ?? '')

const isAtLeast = (version: string, floor: string): boolean => {
  const [has, needs] = [version, floor].map((v) => v.split(/[.-]/).slice(0, 3).map(Number))
  const at = (has ?? []).findIndex((part, i) => part !== needs?.[i])
  return at < 0 ? !version.includes('-') : Number(has?.[at]) > Number(needs?.[at])
}

it.each(Object.entries(FLOORS))('every %s installed is %s or newer', (name, floor) => {
  const versions = installed(name)
  expect(versions.length).toBeGreaterThan(0)
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([])
})

/** Plugins of the sign-in library with advisories of their own, which nobody here needs. */
const UNUSED_PLUGINS =
  /better-auth\/(?:plugins\/)?(?:expo|oauth-proxy|oidc-provider|mcp|device-authorization)|\b(?:oAuthProxy|oidcProvider|mcp|deviceAuthorization)\b/

it('uses none of the plugins of the sign-in library that had advisories', () => {
  const sources = ['server', 'app'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  expect(sources.filter((file) => UNUSED_PLUGINS.test(readFileSync(file, 'utf8')))).toEqual([])
  expect(
    Object.keys(lock.packages).filter((path) => /node_modules\/@better-auth\/(?:expo|oauth-provider|mcp)$/.test(path)),
  ).toEqual([])
})

it('compares versions by number', () => {
  expect(isAtLeast('16.10.0', '16.4.1')).toBe(true)
  expect(isAtLeast('16.4.0', '16.4.1')).toBe(false)
  expect(isAtLeast('15.9.9', '16.4.1')).toBe(false)
  expect(isAtLeast('16.4.1-canary.1', '16.4.1')).toBe(false)
})
