/**
 * Time of the PBX on a live link. A stamped message tells it; between two stamps it goes on as ours does, so messages
 * without a stamp get a time of the PBX too. Without any stamp the time of receipt is all there is. Epoch ms.
 */
export const createPbxClock = () => {
  let stampAt: number | undefined
  let stampReceivedAt = 0
  let heardAt: number | undefined
  let heard = 0
  let toldAt: number | undefined

  const reckon = (receivedAt: number): number =>
    stampAt === undefined ? receivedAt : stampAt + Math.max(0, receivedAt - stampReceivedAt)

  const set = (stamp: number, receivedAt: number): void => {
    stampAt = stamp
    stampReceivedAt = receivedAt
  }

  return {
    /** The PBX said its time. */
    set,
    /**
     * A message was received: its time. Rows of a list say what was true between two events, so they get the time of the
     * one before: reckoned, they could come to lie behind the one after.
     */
    take(stamp: number | undefined, receivedAt: number, isRow = false): number {
      heard += 1
      heardAt = receivedAt
      if (stamp !== undefined && (stampAt === undefined || stamp >= stampAt)) set(stamp, receivedAt)
      const at = stamp ?? (isRow && toldAt !== undefined ? toldAt : reckon(receivedAt))
      toldAt = Math.max(toldAt ?? at, at)
      return at
    },
    /** PBX time up to which everything was heard; undefined before the first message. */
    heardUpTo: (): number | undefined => (heardAt === undefined ? undefined : reckon(heardAt)),
    heardCount: () => heard,
  }
}
