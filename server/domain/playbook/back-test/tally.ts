import type { Call, Verdict } from '../../call/call.ts'
import { scenarioUntil } from '../../call/scenario.ts'
import type { VerdictPair } from './compare-laws.ts'
import {
  type BackTestExample,
  type BackTestLine,
  type BackTestReport,
  type CallCounts,
  type Unjudged,
  VERDICT_CHANGES,
  type VerdictChange,
} from './report.ts'

/** Examples kept a line. */
export const MOST_EXAMPLES = 20

const changeOf = ({ before, after }: VerdictPair): VerdictChange | undefined => {
  if (!before) return 'appeared'
  if (!after) return 'disappeared'
  return before.as === after.as ? undefined : 'changed'
}

const isAnswered = ({ role, answeredAt }: Call['segments'][number]) => role === 'owner' && answeredAt !== undefined

const wasHeard = ({ streams, utterances }: Call) =>
  streams.some(({ what }) => what === 'started') && utterances.some(({ isFinal }) => isFinal)

const nothing = () => ({ before: 0, after: 0, appeared: 0, disappeared: 0, changed: 0 })
const weightOf = (line: BackTestLine) => VERDICT_CHANGES.reduce((sum, change) => sum + line[change], 0)

/** Adds up what two playbooks make of calls, by rule, what it is about, and scenario. */
export class BackTestTally {
  private readonly calls: CallCounts = {
    read: 0,
    judged: 0,
    gone: 0,
    cut: 0,
    broken: 0,
    unanswered: 0,
    wordless: 0,
    unclassified: 0,
  }
  private readonly lines = new Map<string, BackTestLine>()
  private readonly kept = new Map<string, BackTestExample[]>()
  private readonly alerts = { before: 0, after: 0 }

  /** A call that could not be judged. */
  pass(why: Unjudged): void {
    this.calls.read += 1
    this.calls[why] += 1
  }

  add(call: Call, pairs: readonly VerdictPair[]): void {
    const { calls } = this
    calls.read += 1
    calls.judged += 1
    if (!call.segments.some(isAnswered)) calls.unanswered += 1
    else {
      if (!wasHeard(call)) calls.wordless += 1
      if (call.scenario === undefined) calls.unclassified += 1
    }
    for (const pair of pairs) this.count(call, pair)
  }

  report(): BackTestReport {
    const lines = [...this.lines.values()].sort(
      (a, b) => weightOf(b) - weightOf(a) || b.after - a.after || (a.id < b.id ? -1 : 1),
    )
    const total = nothing()
    for (const line of lines) for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += line[name]
    return { calls: this.calls, total, alerts: this.alerts, lines }
  }

  /** By line; at most so many, the first that came. */
  examples(): ReadonlyMap<string, readonly BackTestExample[]> {
    return this.kept
  }

  private count(call: Call, pair: VerdictPair): void {
    // What is found under both counts where the later playbook puts it.
    const verdict = pair.after ?? pair.before
    if (!verdict) return
    const line = this.lineOf(call, verdict)
    if (pair.before) line.before += 1
    if (pair.after) line.after += 1
    if (pair.before?.as === 'alert') this.alerts.before += 1
    if (pair.after?.as === 'alert') this.alerts.after += 1
    const change = changeOf(pair)
    if (!change) return
    line[change] += 1
    const examples = this.kept.get(line.id) ?? []
    if (examples.length >= MOST_EXAMPLES) return
    this.kept.set(line.id, examples)
    examples.push({
      feedId: call.feedId,
      callId: call.callId,
      agentId: verdict.agentId,
      at: verdict.dueAt,
      change,
      before: pair.before?.as,
      after: pair.after?.as,
    })
  }

  private lineOf(call: Call, { rule, step, level, about, segmentId }: Verdict): BackTestLine {
    const segment = call.segments.find((one) => one.segmentId === segmentId)
    const scenario = scenarioUntil(call, segment?.endedAt)
    const id = [rule, step, level, about?.id, scenario].join('|')
    const line = this.lines.get(id) ?? { id, rule, step, level, about, scenario, ...nothing() }
    this.lines.set(id, line)
    return line
  }
}
