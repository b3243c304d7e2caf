import type { Call } from './call.ts'

const versions = new WeakMap<Call, number>()

/** Changes with every entry folded into the call: what was read from it under another version is out of date. */
export const versionOf = (call: Call): number => versions.get(call) ?? 0

export const touch = (call: Call): void => {
  versions.set(call, versionOf(call) + 1)
}
