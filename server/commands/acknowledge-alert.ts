import type { Verb } from './command.ts'
import { handleAlert } from './handle-alert.ts'

/** I have seen it and it is mine. */
export const acknowledgeAlert: Verb<'alert:acknowledge'> = {
  permission: 'alert.handle',
  run: (body, viewer, parts) => handleAlert(parts, viewer, body, 'acknowledged', 'alert.acknowledge'),
}
