import type { NeededPartition } from '#db/writes/make-record-partitions.ts'
import type { RecordBatch } from '#db/writes/save-record.ts'

const dayOf = (instant: string) => instant.slice(0, 10)

/** The parts of the record a batch falls into, each once. */
export const partitionsNeeded = ({ calls, spans }: Pick<RecordBatch, 'calls' | 'spans'>): NeededPartition[] => {
  const needed = new Map<string, NeededPartition>()
  const need = (parent: NeededPartition['parent'], day: string) => needed.set(`${parent} ${day}`, { parent, day })
  for (const { call, segments, steps, alerts, disputes, callBacks, intervals, transcript } of calls) {
    need('call', dayOf(call.startedAt))
    if (segments.length > 0) need('segment', dayOf(call.startedAt))
    if (steps.length > 0) need('segment_step', dayOf(call.startedAt))
    for (const { dueAt } of alerts) need('call_alert', dayOf(dueAt))
    for (const { disputedAt } of disputes) need('verdict_dispute', dayOf(disputedAt))
    for (const { openedAt } of callBacks) need('call_back', dayOf(openedAt))
    for (const { intervalStart } of intervals) need('call_interval', dayOf(intervalStart))
    for (const { keepUntil } of transcript) need('transcript_segment', keepUntil)
  }
  for (const { fromAt } of spans) need('agent_state', dayOf(fromAt))
  return [...needed.values()]
}
