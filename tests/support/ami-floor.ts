import { readFileSync } from 'node:fs'
import { createFields, kindOf } from '#server/adapters/asterisk/ami-message.ts'
import { type AsteriskConfig, asteriskConfigSchema } from '#server/adapters/asterisk/config.ts'
import { createTranslator } from '#server/adapters/asterisk/translate.ts'
import type { Call } from '#server/domain/call/call.ts'
import { readCall } from '#server/domain/call/reading.ts'
import { alertRows, callRow, type Row, segmentRows, stepRows } from '#server/domain/call/rows.ts'
import type { Entry } from '#server/domain/entry.ts'
import type { CanonicalEvent } from '#server/domain/event.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { readAmiRecording } from './ami-recording.ts'
import { testBook } from './law-book.ts'

/** Every queue has a scenario, so that limits apply and a cut has alerts to raise. */
export const FLOOR_CONFIG = {
  queues: {
    complaint: { scenario: 'complaint', wrapUpSeconds: 5 },
    inquiry: { scenario: 'inquiry', wrapUpSeconds: 5 },
    vip: { scenario: 'after_sales', wrapUpSeconds: 5 },
  },
} as const

export const floorRecording = () => readAmiRecording('tests/fixtures/asterisk/floor.ami.gz')

export type TruthLeg = { queue: string; agent: string; answeredAt: number; talkSec?: number; transfer?: string }
export type Truth = { callId: string; legs: TruthLeg[]; holds?: number; outcome?: string }

/** What the phones and the queue log of the recorded PBX say, made without AMI and without us. */
export const floorTruth = (): Truth[] =>
  readFileSync('tests/fixtures/asterisk/floor.truth.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth)

/** Calls, segments, steps and alerts as `fold` prints them. */
export type FloorRows = { calls: Row[]; segments: Row[]; steps: Row[]; alerts: Row[] }

const translate = (feedId: string): CanonicalEvent[] => {
  const config: AsteriskConfig = asteriskConfigSchema.parse(FLOOR_CONFIG)
  const translator = createTranslator({ feedId, config })
  const recording = floorRecording()
  const beginAt = recording.find((message) => message.at !== undefined)?.at ?? 0
  return recording
    .flatMap(({ headers, at }, i) => {
      const fields = createFields(Object.entries(headers))
      return translator.push({
        kind: kindOf(fields),
        id: String(i),
        at: at ?? beginAt,
        timeQuality: 'native',
        fields,
      })
    })
    .concat(translator.end())
}

/** The fold of the whole recording, heard without a break. */
export const foldFloor = (feedId: string): { calls: Call[]; rows: FloorRows } => {
  const entries = translate(feedId).map((event, position): Entry => {
    const at = Date.parse(event.occurredAt)
    const { v: _v, feedId: _f, epoch, ...rest } = event
    return { feedId, epoch, source: 'feed', origin: 'owner', position: position + 1, at, receivedAt: at, event: rest }
  })
  const fold = foldLog(entries, testBook()).get(feedId)
  if (!fold) throw new Error('the recording folds to nothing')
  const calls = [...fold.calls.values()].map(({ call }) => call)
  const rows = {
    calls: calls.map(callRow),
    segments: calls.flatMap(segmentRows),
    steps: calls.flatMap((call) => stepRows(call, readCall(call, lawOf(fold.book, call)))),
    alerts: calls.flatMap((call) => alertRows(call, fold.alerts(call.callId))),
  }
  return { calls, rows }
}
