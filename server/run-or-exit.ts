import { CodedError } from './errors.ts'

/** Runs a program's start; what it throws ends the process with one line that says what to do. */
export const runOrExit = async (start: () => Promise<void>): Promise<void> => {
  try {
    await start()
  } catch (error) {
    console.error(error instanceof CodedError ? error.message : error)
    process.exit(1)
  }
}
