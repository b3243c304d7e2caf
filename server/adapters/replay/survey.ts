import type { Entry, ForeignEntry } from '#server/domain/entry.ts'
import { CodedError } from '#server/errors.ts'
import { readCanonical } from '../canonical-lines.ts'

export type Recorded = Entry | ForeignEntry
export type Survey = {
  feedId: string
  /** Epochs of the feed's own lines, in order of appearance. */
  epochs: { epoch: string; isDense: boolean; hasSnapshot: boolean }[]
  /** The moment the recording speaks from: its first snapshot, else its first line. Epoch ms. */
  anchorAt: number
  lines: number
  /** Lines the server or people wrote: they are made anew wherever the events arrive. */
  leftOut: number
}

export const isReplayed = (entry: Recorded): boolean => entry.source === 'feed'

export const readRecorded = (file: string): AsyncGenerator<Recorded> => readCanonical(file, process.stdin)

/** Reads the whole file once, so that nothing is sent of one that turns out to be broken. Throws with line and reason. */
export const surveyFile = async (file: string): Promise<Survey> => {
  const epochs = new Map<string, { next: number | undefined; isDense: boolean; hasSnapshot: boolean }>()
  let feedId: string | undefined
  let firstAt: number | undefined
  let snapshotAt: number | undefined
  let lines = 0
  let leftOut = 0
  for await (const entry of readRecorded(file)) {
    if (!isReplayed(entry)) {
      leftOut += 1
      continue
    }
    lines += 1
    feedId ??= entry.feedId
    if (entry.feedId !== feedId)
      throw new CodedError('bad_request', `${file} holds events of two feeds, ${feedId} and ${entry.feedId}: split it`)
    firstAt ??= entry.at
    if (entry.origin !== 'owner') continue
    const { seq, type } = entry.event
    const epoch = epochs.get(entry.epoch) ?? { next: seq, isDense: true, hasSnapshot: false }
    epoch.isDense &&= seq !== undefined && seq === epoch.next
    epoch.next = (seq ?? 0) + 1
    if (type === 'feed.snapshot_begin') {
      epoch.hasSnapshot = true
      snapshotAt ??= entry.at
    }
    epochs.set(entry.epoch, epoch)
  }
  if (feedId === undefined || firstAt === undefined)
    throw new CodedError('bad_request', `${file}: line 1: there is no event of a feed in this file`)
  return {
    feedId,
    epochs: [...epochs].map(([epoch, { isDense, hasSnapshot }]) => ({ epoch, isDense, hasSnapshot })),
    anchorAt: snapshotAt ?? firstAt,
    lines,
    leftOut,
  }
}
