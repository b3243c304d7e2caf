import type { Remembers } from '../remember.ts'
import type { Call } from './call.ts'

/** How often anything was folded into a call, and how often anything but further words; and what was read from it so far. */
type Version = Remembers & { all: number; told: number }

const versions = new WeakMap<Call, Version>()

export const memoryOf = (call: Call): Readonly<Version> => {
  const known = versions.get(call)
  if (known) return known
  const version = { all: 0, told: 0, memory: new Map() }
  versions.set(call, version)
  return version
}

/** Changes with every entry folded into the call: what was read from it under another version is out of date. */
export const versionOf = (call: Call): number => memoryOf(call).all

/** The same of all that is known of a call beside its utterances. */
export const toldVersionOf = (call: Call): number => memoryOf(call).told

export const touch = (call: Call, isByWords: boolean): void => {
  const version: Version = memoryOf(call)
  version.all += 1
  if (!isByWords) version.told += 1
}
