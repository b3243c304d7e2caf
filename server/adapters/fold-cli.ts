import { parseArgs } from 'node:util'
import { stringify } from 'csv-stringify/sync'
import { readCall } from '../domain/call/reading.ts'
import { alertRows, callRow, type Row, segmentRows, stepRows } from '../domain/call/rows.ts'
import type { Entry, ForeignEntry } from '../domain/entry.ts'
import type { FeedFold } from '../domain/feed/feed-fold.ts'
import { foldLog } from '../domain/feed/fold-log.ts'
import { lawOf } from '../domain/feed/law-book.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { readCanonical } from './canonical-lines.ts'
import { listMissing, readBook } from './fold-book.ts'

const USAGE = `usage: npm run fold -- FILE|- --as calls|segments|steps|alerts
  FILE      canonical events or an exported log as JSON lines, .gz too; - reads standard input
  --as      what to print, as CSV
  --playbook FILE, --rules FILE, --settings FILE   JSON instead of the shipped versions: one, or a list of versions as
            "npm run admin -- log export FEED --versions DIR" writes it
  --zone ZONE    IANA zone of the site (default ${DEFAULT_SETTINGS.zone})
  --order seq|time   how the feed's events are ordered when the file does not say (default time)`

type View = (fold: FeedFold, callId: string) => Row[]

const callOf = (fold: FeedFold, callId: string) => fold.calls.get(callId)?.call

const VIEWS: Record<string, View> = {
  calls: (fold, id) => [callOf(fold, id)].flatMap((call) => (call ? [callRow(call)] : [])),
  segments: (fold, id) => [callOf(fold, id)].flatMap((call) => (call ? segmentRows(call) : [])),
  steps: (fold, id) =>
    [callOf(fold, id)].flatMap((call) => (call ? stepRows(call, readCall(call, lawOf(fold.book, call))) : [])),
  alerts: (fold, id) => [callOf(fold, id)].flatMap((call) => (call ? alertRows(call, fold.alerts(id)) : [])),
}

const COLUMNS: Record<string, string> = {
  calls:
    'feedId,callId,direction,queueId,startedAt,answeredAt,agentId,clearedAt,clearCause,waitSec,talkSec,holdCount,holdSec,transfers',
  segments:
    'feedId,callId,segmentId,queueId,agentId,offeredAt,answeredAt,endedAt,endCause,waitSec,talkSec,holdCount,holdSec,transfer',
  steps: 'feedId,callId,segmentId,agentId,step,status,source,enteredAt,exitedAt,dwellSec,lateDone',
  alerts: 'feedId,callId,key,rule,severity,agentId,segmentId,step,level,dueAt,condition,endedAt,handling',
}

const OPTIONS = {
  as: { type: 'string' },
  playbook: { type: 'string' },
  rules: { type: 'string' },
  settings: { type: 'string' },
  zone: { type: 'string' },
  order: { type: 'string', default: 'time' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Folds a file of events offline and prints CSV. Returns the exit code. */
export const runFold = async (
  argv: readonly string[],
  io: { stdin: NodeJS.ReadableStream; stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream },
): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
    const [file] = positionals
    const view = VIEWS[values.as ?? '']
    if (values.help || !file || !view || !(values.order === 'seq' || values.order === 'time')) {
      io.stderr.write(`${USAGE}\n`)
      return values.help ? 0 : 2
    }
    const entries: (Entry | ForeignEntry)[] = []
    for await (const entry of readCanonical(file, io.stdin)) entries.push(entry)
    const rows: Row[] = []
    const folds = [...foldLog(entries, readBook(values), values.order).values()]
    for (const fold of folds) for (const callId of fold.calls.keys()) rows.push(...view(fold, callId))
    for (const missing of folds.flatMap(listMissing)) io.stderr.write(`fold: ${missing}\n`)
    io.stdout.write(stringify(rows, { header: true, columns: COLUMNS[values.as ?? '']?.split(',') }))
    return 0
  } catch (error) {
    io.stderr.write(`fold: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

if (import.meta.url === `file://${process.argv[1]}`) process.exitCode = await runFold(process.argv.slice(2), process)
