import { config } from 'zod'

// Schemas would else try to write code for themselves, which the page's policy forbids and reports.
config({ jitless: true })

/** Where parts that make style elements of their own (dialogs do) look for the nonce they need. */
export const obeyPolicy = (nonce: string | undefined): void => {
  Object.assign(globalThis, { __webpack_nonce__: nonce })
}
