import type { Event } from '#server/domain/event.ts'
import type { OutgoingEvent } from '../feed-outbox.ts'
import { EXIT, type Program, type ProgramIo } from '../program-io.ts'
import { REPLAY_HELP, readReplayOptions } from './options.ts'
import { rebaseEvent } from './rebase.ts'
import { type Step, sendSteps } from './send.ts'
import { isReplayed, readRecorded, type Survey, surveyFile } from './survey.ts'

/** A recording without a snapshot begins from an empty floor: nothing is judged before one is seen. */
const emptySnapshot = (at: number): Pick<Event, 'type' | 'data' | 'occurredAt' | 'observed'>[] => {
  const occurredAt = new Date(at).toISOString()
  return [
    { type: 'feed.snapshot_begin', data: { asOf: occurredAt }, occurredAt, observed: true },
    { type: 'feed.snapshot_end', data: {}, occurredAt, observed: true },
  ]
}

/** Everything in the file at its new time, in one new epoch, with ids nobody has used. */
async function* rebased(file: string, survey: Survey, epoch: string, startMs: number): AsyncGenerator<Step> {
  const rebase = { shiftMs: startMs - survey.anchorAt, prefix: epoch }
  let counter = 0
  const next = (event: OutgoingEvent): Step => {
    const moved = rebaseEvent(event, counter++, rebase)
    return { epoch, at: Date.parse(moved.occurredAt), event: moved }
  }
  if (!survey.epochs.some((part) => part.hasSnapshot))
    for (const event of emptySnapshot(survey.anchorAt)) yield next({ ...event, eventId: '' } as Event)
  for await (const entry of readRecorded(file)) if (isReplayed(entry)) yield next(entry.event)
}

/** The feed's own lines as they stand in the file; a snapshot is put before an epoch that has none. */
async function* asRecorded(file: string, survey: Survey): AsyncGenerator<Step> {
  const begun = new Set<string>()
  for await (const entry of readRecorded(file)) {
    if (!isReplayed(entry) || entry.origin !== 'owner') continue
    const { epoch, at } = entry
    const part = survey.epochs.find((candidate) => candidate.epoch === epoch)
    if (!begun.has(epoch) && !part?.hasSnapshot)
      for (const event of emptySnapshot(at))
        yield { epoch, at, event: { ...event, eventId: `replay.${event.type}` } as Event }
    begun.add(epoch)
    yield { epoch, at, event: entry.event }
  }
}

const printSteps = async (steps: AsyncGenerator<Step>, feedId: string, io: ProgramIo) => {
  for await (const { epoch, event } of steps) {
    if (io.signal.aborted) break
    await io.print(JSON.stringify({ v: 1, feedId, epoch, ...event }))
  }
  return EXIT.ok
}

/** `npm run feed -- replay FILE`: sends or prints what a file of canonical events recorded. */
export const runReplay: Program = async (argv, io) => {
  const options = readReplayOptions(argv)
  if (options.help) {
    await io.print(REPLAY_HELP)
    return EXIT.ok
  }
  const survey = await surveyFile(options.file)
  if (survey.leftOut > 0)
    io.say(`replay: ${survey.leftOut} lines written by the server or by people are left out; they are made anew`)
  const startMs = io.clock.now()
  const epoch = `replay-${new Date(startMs).toISOString().replace(/[-:]/g, '')}`
  const steps = options.asRecorded ? asRecorded(options.file, survey) : rebased(options.file, survey, epoch, startMs)
  if (options.print) return printSteps(steps, options.feed ?? survey.feedId, io)
  return sendSteps(steps, options, survey, startMs, io)
}
