import { closeSync, openSync, writeSync } from 'node:fs'
import { CodedError } from '#server/errors.ts'
import type { Planted } from './journal.ts'

/** Where the faults put in on purpose are written, one JSON line each. Throws `CodedError('config')` if it cannot be. */
export const openPlantedFile = (path: string | undefined) => {
  let file: number | undefined
  let count = 0
  try {
    if (path !== undefined) file = openSync(path, 'w')
  } catch (error) {
    throw new CodedError('config', `--planted ${path} cannot be written: ${(error as Error).message}`)
  }
  return {
    write(faults: readonly Planted[]) {
      count += faults.length
      if (file !== undefined) for (const fault of faults) writeSync(file, `${JSON.stringify(fault)}\n`)
    },
    count: () => count,
    close() {
      if (file !== undefined) closeSync(file)
    },
  }
}
export type PlantedFile = ReturnType<typeof openPlantedFile>
