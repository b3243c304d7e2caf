import type { Clock } from '../clock.ts'
import type { AuditNote } from '../domain/audit-note.ts'
import type { Viewer } from '../domain/viewer.ts'

/** A page that lost its connection and comes back within this time goes on reading what it had open. */
const SAME_OPENING_MS = 60_000
/** After a failed write the next try waits this long, ms. */
const RETRY_MS = 5_000
/** How long a page waits for the audit before it opens without words, ms. */
const PATIENCE_MS = 3_000

type Opening = { peers: Set<string>; written: Promise<boolean> | undefined; failedAt: number; forget?: () => void }

/**
 * Who has which call's words open. `admit` resolves with true once the audit says so: one row per viewer and call for as
 * long as any page of theirs has it open, and false when it could not be written.
 */
export const createOpenings = (parts: {
  clock: Clock
  audit: (note: AuditNote) => Promise<void>
  onError: (error: unknown) => void
}) => {
  const { clock } = parts
  const openings = new Map<string, Opening>()
  const keyOf = (viewer: Viewer, feedId: string, callId: string) => [viewer.kind, viewer.id, feedId, callId].join('\n')

  const write = async (viewer: Viewer, feedId: string, callId: string, address: string | undefined) => {
    const subject = `call:${feedId}/${callId}`
    const actor = { kind: viewer.kind, id: viewer.id }
    await parts.audit({ at: clock.now(), actor, action: 'transcript.open', subject, detail: {}, address })
    return true
  }

  const inTime = (written: Promise<boolean>): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = clock.after(PATIENCE_MS, () => resolve(false))
      void written.then((isWritten) => {
        cancel()
        resolve(isWritten)
      })
    })

  return {
    async admit(
      peer: { id: string; viewer: Viewer; address: string | undefined },
      feedId: string,
      callId: string,
    ): Promise<boolean> {
      const key = keyOf(peer.viewer, feedId, callId)
      const opening: Opening = openings.get(key) ?? { peers: new Set(), written: undefined, failedAt: -RETRY_MS }
      openings.set(key, opening)
      opening.forget?.()
      opening.peers.add(peer.id)
      if (!opening.written && clock.now() - opening.failedAt < RETRY_MS) return false
      opening.written ??= write(peer.viewer, feedId, callId, peer.address).catch((error: unknown) => {
        parts.onError(error)
        opening.failedAt = clock.now()
        opening.written = undefined
        return false
      })
      return inTime(opening.written)
    },
    /** The page closed the call. The opening ends a while after its last page did. */
    leave(peerId: string, viewer: Viewer, feedId: string, callId: string, isCut: boolean) {
      const key = keyOf(viewer, feedId, callId)
      const opening = openings.get(key)
      if (!opening?.peers.delete(peerId) || opening.peers.size > 0) return
      if (!isCut) return void openings.delete(key)
      opening.forget = clock.after(SAME_OPENING_MS, () => {
        if (opening.peers.size === 0 && openings.get(key) === opening) openings.delete(key)
      })
    },
  }
}
export type Openings = ReturnType<typeof createOpenings>
