import type { Event, ForeignEvent } from './event.ts'

/** Version under which events are stored now. Raise it when an event's stored shape changes, and add the step below. */
export const EVENT_VERSION = 1

/** `UPCASTS[n]` turns an event stored under version n into one of version n + 1. */
const UPCASTS: Record<number, (event: Event | ForeignEvent) => Event | ForeignEvent> = {}

/** Brings a stored event to the present shape. Throws when it was written by a newer program. */
export const upcastEvent = (version: number, event: Event | ForeignEvent): Event | ForeignEvent => {
  let current = event
  for (let v = version; v !== EVENT_VERSION; v++) {
    const step = UPCASTS[v]
    if (!step) throw new RangeError(`events of version ${version} were stored by a newer Linewarden`)
    current = step(current)
  }
  return current
}
