import type { CustomerCall } from '#server/protocol/customer-port.ts'

/** What a search answers. The number itself is only in the field it was typed into. */
export type FoundCustomer = {
  /** Stands for the customer for a quarter of an hour. */
  handle: string
  masked: string
  total: number
  calls: (CustomerCall & { agentNo: string | null; agentName: string | null })[]
}
