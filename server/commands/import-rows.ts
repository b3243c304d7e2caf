import type { Permission } from '../domain/may.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { ImportKind, ImportRow } from '../protocol/imports.ts'
import { noteOf } from './append-person-entry.ts'
import type { CommandParts, Verb } from './command.ts'
import { requireWhole } from './seats.ts'

type Part<K extends ImportKind> = {
  importId: string
  rows: readonly ImportRow<K>[]
  finish?: 'preview' | 'apply'
}

/** Takes a part of a file in; with the last one tells what the whole file does, or does it. */
const takePart = async <K extends ImportKind>(
  kind: K,
  { importId, rows, finish }: Part<K>,
  viewer: Viewer,
  parts: CommandParts,
): Promise<object> => {
  requireWhole(viewer)
  const owner = `${kind} ${viewer.kind} ${viewer.id}`
  const all = parts.imports.add(owner, importId, rows)
  if (finish === undefined) return { taken: all.length }
  const isFinal = finish === 'apply'
  const note = noteOf(parts, viewer, { action: `${kind}.import`, subject: `import:${kind}`, detail: {} })
  const answer = await parts.seats.importRows[kind](all, isFinal, note)
  if (isFinal) parts.imports.forget(owner)
  return answer
}

const verbFor = <K extends ImportKind>(kind: K, permission: Permission) => ({
  permission,
  run: (body: Part<K>, viewer: Viewer, parts: CommandParts) => takePart(kind, body, viewer, parts),
})

export const importSeats: Verb<'seat:import'> = verbFor('seats', 'organisation.edit')
export const importIdentities: Verb<'identity:import'> = verbFor('identities', 'organisation.edit')
export const importRoster: Verb<'roster:import'> = verbFor('roster', 'roster.edit')
