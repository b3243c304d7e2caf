import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { FeedFold } from '../domain/feed/feed-fold.ts'
import type { LawBook } from '../domain/feed/law-book.ts'
import { shippedPlaybook } from '../domain/playbook/load.ts'
import { playbookSchema } from '../domain/playbook/playbook.ts'
import { DEFAULT_RULES, ruleSetSchema } from '../domain/rules.ts'
import { DEFAULT_SETTINGS, floorSettingsSchema } from '../domain/settings.ts'
import { CodedError } from '../errors.ts'

type Versioned = { version: number }
type Given = { playbook?: string; rules?: string; settings?: string; zone?: string }

const readVersions = <T extends Versioned>(file: string | undefined, schema: z.ZodType<T>, shipped: T): T[] => {
  if (file === undefined) return [shipped]
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return z
      .array(schema)
      .min(1)
      .parse(Array.isArray(json) ? json : [json])
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new CodedError('bad_request', `${file}: ${reason}`)
  }
}

const byVersion = <T extends Versioned>(values: readonly T[]) => new Map(values.map((value) => [value.version, value]))
const newest = (values: readonly Versioned[]) => Math.max(...values.map(({ version }) => version))

/** The versions in the files given, else the shipped ones; the newest of each counts for calls pinned to none. */
export const readBook = (given: Given): LawBook => {
  const playbooks = readVersions(given.playbook, playbookSchema, shippedPlaybook())
  const rules = readVersions(given.rules, ruleSetSchema, DEFAULT_RULES)
  const settings = readVersions(given.settings, floorSettingsSchema, DEFAULT_SETTINGS).map((one) =>
    given.zone ? { ...one, zone: given.zone } : one,
  )
  return {
    playbooks: byVersion(playbooks),
    rules: byVersion(rules),
    settings: byVersion(settings),
    current: { playbook: newest(playbooks), rules: newest(rules), settings: newest(settings) },
  }
}

const KINDS = [
  ['playbook', 'playbooks'],
  ['rules', 'rules'],
  ['settings', 'settings'],
] as const

/** One sentence for each version that calls were pinned to and nobody gave: they are judged by another. */
export const listMissing = ({ calls, book }: FeedFold): string[] =>
  KINDS.flatMap(([kind, versions]) => {
    const pinned = [...calls.values()].map(({ call }) => call.pinned?.[kind]).filter((version) => version !== undefined)
    const missing = [...new Set(pinned)].filter((version) => !book[versions].has(version)).sort((a, b) => a - b)
    return missing.map((version) => {
      const count = pinned.filter((one) => one === version).length
      return `${count} calls were judged by version ${version} of the ${kind}, here by version ${book.current[kind]}: give --${kind} FILE`
    })
  })
