import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RULES } from '#server/domain/words.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

const listTests = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(test|spec)\.tsx?$|-contract\.ts$/.test(name))
    .map((name) => path.join(folder, name))

/** Ids in brackets at the beginning of a test's title. */
const TITLE = /\b(?:test|it|describe)(?:\.\w+)*\(\s*['"`]((?:\[[^\]]+\]\s*)+)/g
const ID = /[A-Z]+-[A-Z0-9]+|[a-z]+(?:_[a-z]+)*/g

const citedIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(TITLE)].flatMap(([, ids = '']) => ids.match(ID) ?? [])

const spec = readFileSync(path.join(ROOT, 'SPEC.md'), 'utf8')
const defined = [...spec.matchAll(/^- \*\*([A-Za-z0-9_-]+)\*\*/gm)].map(([, id = '']) => id)
const cited = new Set(listTests(path.join(ROOT, 'tests')).flatMap(citedIn))

test('[SPEC-1] no rule is written twice', () => {
  expect(defined.length).toBeGreaterThan(50)
  expect(new Set(defined).size).toBe(defined.length)
})

test('[SPEC-1] every rule is named by a test', () => {
  expect(defined.filter((id) => !cited.has(id))).toEqual([])
})

test('[SPEC-1] every id a test names is a rule', () => {
  expect([...cited].filter((id) => !defined.includes(id))).toEqual([])
})

test('[SPEC-1] every alert rule of the product is written down under its own word', () => {
  expect(RULES.filter((rule) => !defined.includes(rule))).toEqual([])
})
