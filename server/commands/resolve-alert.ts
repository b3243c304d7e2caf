import type { Verb } from './command.ts'
import { handleAlert } from './handle-alert.ts'

/** Nothing more is to be done about it. */
export const resolveAlert: Verb<'alert:resolve'> = {
  permission: 'alert.handle',
  run: (body, viewer, parts) => handleAlert(parts, viewer, body, 'resolved', 'alert.resolve'),
}
