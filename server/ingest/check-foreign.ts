import { isStorable } from '../domain/ids.ts'

const MAX_DEPTH = 12
const MAX_NODES = 1_000
const MAX_CHARACTERS = 16_000
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

type Fault = { path: string; reason: string }

/** Whether `data` of a type nobody here knows can be kept: small, shallow, no text PostgreSQL refuses, no reserved key. */
export const checkForeign = (data: unknown): Fault | undefined => {
  let nodes = 0
  let characters = 0
  const visit = (value: unknown, path: string, depth: number): Fault | undefined => {
    nodes += 1
    if (depth > MAX_DEPTH) return { path, reason: `is nested more than ${MAX_DEPTH} deep` }
    if (nodes > MAX_NODES) return { path, reason: `has more than ${MAX_NODES} values` }
    if (typeof value === 'string') {
      characters += value.length
      if (characters > MAX_CHARACTERS) return { path, reason: `holds more than ${MAX_CHARACTERS} characters` }
      return isStorable(value) ? undefined : { path, reason: 'must not hold NUL or lone surrogates' }
    }
    if (typeof value !== 'object' || value === null) return undefined
    for (const [key, inner] of Object.entries(value)) {
      characters += key.length
      if (RESERVED.has(key) || !isStorable(key)) return { path, reason: 'has a reserved or broken key' }
      const fault = visit(inner, `${path}.${key.slice(0, 40)}`, depth + 1)
      if (fault) return fault
    }
    return undefined
  }
  return visit(data, 'data', 0)
}
