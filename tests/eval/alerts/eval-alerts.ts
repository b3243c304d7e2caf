import { RULES, SEVERITIES } from '#server/domain/words.ts'
import { isExplained, type Planted, plantedIn, tells } from './explain.ts'
import { readPlan } from './plan.ts'
import { playTraffic, type Truth } from './traffic.ts'
import { type Met, watchFloor } from './watch-floor.ts'

type Say = (line: string) => void

/** Lines that join a call's card within this time are read with it. */
const AT_ONCE_MS = 10_000

const round = (value: number, digits = 3) => Number(value.toFixed(digits))

const quantile = (values: readonly number[], share: number): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (below === undefined || above === undefined) return undefined
  return below + (above - below) * (place - Math.floor(place))
}

const isAction = ({ verdict }: Met) => verdict.rule !== 'complaint_level' && verdict.rule !== 'feed_stale'

/**
 * How often a supervisor is called: alerts stand on one card a call, and what joins the card at once is read with it. A
 * line that comes later counts anew, since somebody has to look again.
 */
const countCards = (alerts: readonly Met[]): number => {
  const lastOf = new Map<string, number>()
  let cards = 0
  for (const { callId, at } of [...alerts].sort((a, b) => a.at - b.at)) {
    const before = lastOf.get(callId)
    if (before === undefined || at - before > AT_ONCE_MS) cards += 1
    lastOf.set(callId, at)
  }
  return cards
}

const listed = (counts: Map<string, number>) =>
  [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ×${count}`)

const tally = (names: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

const printRules = (say: Say, met: readonly Met[], truthOf: Map<string, Truth>) => {
  say('rule               verdicts  alerts  callbacks  marks  not planted  left: median  p25')
  for (const rule of RULES) {
    const own = met.filter(({ verdict }) => verdict.rule === rule)
    if (own.length === 0) continue
    const used = (as: string) => own.filter(({ verdict }) => verdict.as === as).length
    const wrong = own.filter(({ callId, verdict }) => !isExplained(truthOf.get(callId) as Truth, verdict)).length
    const left = own.map(({ leftSec }) => leftSec)
    const cells = [own.length, used('alert'), used('callback'), used('mark'), wrong].map((n) => String(n).padStart(9))
    const times = [quantile(left, 0.5), quantile(left, 0.25)].map((n) => `${String(round(n ?? 0, 0)).padStart(6)} s`)
    say(`${rule.padEnd(17)} ${cells.join('')}  ${times.join('  ')}`)
  }
}

const groupOf = ({ verdict: { rule, step, severity, about, as } }: Met, truth: Truth | undefined) =>
  [as, rule, severity, truth?.scenario, step ?? '', about?.id ?? ''].join(' ')

const printWrong = (say: Say, title: string, met: readonly Met[], truthOf: Map<string, Truth>) => {
  if (met.length === 0) return
  say(`\n${title}`)
  for (const line of listed(tally(met.map((one) => groupOf(one, truthOf.get(one.callId)))))) say(`  ${line}`)
}

/** Where a policy line can tell verdicts apart: how much time is left there. */
const printPlaces = (say: Say, met: readonly Met[], truthOf: Map<string, Truth>) => {
  say('\nwhere something critical was found, or somebody called      found  left: median  p25')
  const places = new Map<string, number[]>()
  for (const one of met) {
    if (one.verdict.severity !== 'critical' && one.verdict.as !== 'alert') continue
    const place = groupOf(one, truthOf.get(one.callId))
    places.set(place, [...(places.get(place) ?? []), one.leftSec])
  }
  for (const [place, left] of [...places].sort())
    say(
      `  ${place.padEnd(76)} ${String(left.length).padStart(3)}  ${round(quantile(left, 0.5) ?? 0, 0)} s  ${round(quantile(left, 0.25) ?? 0, 0)} s`,
    )
}

/** What one supervisor is called for, over a file of planned traffic whose faults are known. */
export const evalAlerts = (file: string, say: Say) => {
  const plan = readPlan(file)
  const traffic = playTraffic(plan)
  const { met, helpShown, calls } = watchFloor(traffic)
  const truthOf = new Map(traffic.truths.map((truth) => [truth.callId, truth]))
  const isTrue = ({ callId, verdict }: Met) => isExplained(truthOf.get(callId) as Truth, verdict)
  const raised = met.filter(({ isRaised }) => isRaised)
  const action = raised.filter(isAction)
  const planted = traffic.truths.flatMap(plantedIn)
  const usesOf = (one: Planted) =>
    met.filter(({ callId, verdict }) => callId === one.callId && tells(one, verdict)).map(({ verdict }) => verdict.as)
  const found = planted.filter((one) => usesOf(one).length > 0)
  const critical = planted.filter(({ severity }) => severity === 'critical')
  const lost = critical.filter((one) => usesOf(one).length === 0)
  const supervisorHours = plan.hours
  const helped = traffic.truths.filter(({ hasHelp }) => hasHelp).map(({ callId }) => callId)
  const high = traffic.truths.filter(({ level = 0 }) => level >= 3).map(({ callId }) => callId)
  const highRaised = new Set(
    raised
      .filter(({ verdict }) => verdict.rule === 'complaint_level' && (verdict.level ?? 0) >= 3)
      .map((m) => m.callId),
  )

  printRules(say, met, truthOf)
  printPlaces(say, met, truthOf)
  printWrong(
    say,
    'alerts that were not planted',
    action.filter((one) => !isTrue(one)),
    truthOf,
  )
  printWrong(
    say,
    'callbacks and marks that were not planted',
    met.filter((one) => !one.isRaised && !isTrue(one)),
    truthOf,
  )
  say('\nplanted      found   alert  callback  mark only')
  for (const severity of SEVERITIES) {
    const own = planted.filter((one) => one.severity === severity)
    const uses = own.map((one) => new Set(usesOf(one)))
    const best = (as: 'alert' | 'callback' | 'mark', ...above: ('alert' | 'callback')[]) =>
      uses.filter((set) => set.has(as) && above.every((higher) => !set.has(higher))).length
    const cells = [best('alert'), best('callback', 'alert'), best('mark', 'callback', 'alert')]
    say(
      `${severity.padEnd(9)} ${own.length - uses.filter((set) => set.size === 0).length}/${own.length}  ${cells.map((n) => String(n).padStart(8)).join('')}`,
    )
  }
  const unfound = planted.filter((one) => usesOf(one).length === 0)
  if (unfound.length > 0)
    say(
      `not found: ${listed(tally(unfound.map((one) => `${truthOf.get(one.callId)?.scenario} ${one.what} ${one.severity}`))).join(', ')}`,
    )

  const cards = countCards(action)
  say(
    `\n${calls.size} calls in ${supervisorHours} supervisor-hours: ${action.length} action alerts on ${cards} cards; ${raised.length} alerts in all; refuted later ${raised.filter(({ isGone }) => isGone).length}`,
  )
  const medians = RULES.flatMap((rule) => {
    const median = quantile(
      raised.filter(({ verdict }) => verdict.rule === rule).map(({ leftSec }) => leftSec),
      0.5,
    )
    return median === undefined ? [] : [[rule, round(median, 0)] as const]
  })
  return {
    eval: 'alerts' as const,
    calls: calls.size,
    supervisorHours,
    actionAlertsPerSupervisorHour: round(cards / supervisorHours, 2),
    actionLinesPerSupervisorHour: round(action.length / supervisorHours, 2),
    alertsPerSupervisorHour: round(raised.length / supervisorHours, 2),
    helpRequests: helped.length,
    helpShown: helped.filter((callId) => helpShown.has(callId)).length,
    l3: high.length,
    l3Shown: high.filter((callId) => highRaised.has(callId)).length,
    criticalPlanted: critical.length,
    criticalMissed: lost.length,
    precision: round(action.length === 0 ? 1 : action.filter(isTrue).length / action.length),
    recall: round(planted.length === 0 ? 1 : found.length / planted.length),
    medianLeftSec: Object.fromEntries(medians),
  }
}
