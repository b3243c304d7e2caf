import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import { readTarget } from '../feed-target.ts'
import { EXIT, type Program, type ProgramIo } from '../program-io.ts'
import { createNumbering, type Draft } from './journal.ts'
import { aimAt } from './load.ts'
import { readSimulateOptions, SIMULATE_HELP, type SimulateOptions } from './options.ts'
import { openPlantedFile, type PlantedFile } from './planted-file.ts'
import { openLines } from './transmit.ts'
import { createWorld, type World } from './world.ts'

const SEC = 1_000
/** The world is looked at this often; what happened since then leaves together. */
const TICK_MS = 20
/** After a long wait the world catches up in steps of this, so that it never makes a minute of events at once. */
const LONGEST_STEP_MS = 5 * SEC
const PRINTED_SECONDS = 300

const compact = (at: number) => new Date(at).toISOString().replace(/[-:]/g, '')

const buildWorld = (options: SimulateOptions, startMs: number, io: ProgramIo) => {
  const epoch = `sim-${options.seed}-${compact(startMs)}`
  const settings = {
    seed: options.seed,
    epoch,
    startMs,
    agents: options.agents,
    teamSize: options.teamSize,
    callsPerMinute: options.rate,
    longHoldMs: DEFAULT_RULES.longHoldSec.max * SEC,
    playbook: shippedPlaybook(),
    partials: options.partials,
    unscripted: options.unscripted,
  }
  const { atMost, ...load } = options.eventsPerSecond
    ? aimAt(options.eventsPerSecond, settings)
    : { speechGapMs: options.speechGapSec * SEC, callsPerMinute: options.rate, atMost: undefined }
  if (atMost !== undefined)
    io.say(
      `simulate: ${options.agents} agents bring about ${atMost} events a second at most; give more --agents or a --rate`,
    )
  const world = createWorld({ ...settings, ...load })
  io.say(`simulate: ${world.agents} agents, ${world.callsPerMinute.toFixed(1)} calls a minute, epoch ${epoch}`)
  return { world, epoch }
}

/** What a new run begins with: who is here, the calls under way, and the proof that this is all. */
const beginning = (world: World, startMs: number, planted: PlantedFile): Draft[] => {
  const past = world.advance(startMs)
  planted.write(past.planted)
  return [...past.drafts, ...world.snapshot()]
}

const printWorld = async (options: SimulateOptions, startMs: number, planted: PlantedFile, io: ProgramIo) => {
  const { world, epoch } = buildWorld(options, startMs, io)
  const number = createNumbering()
  const print = async (drafts: readonly Draft[]) => {
    for (const draft of drafts) {
      if (io.signal.aborted) return
      await io.print(JSON.stringify({ v: 1, feedId: options.feed, epoch, ...number(draft) }))
    }
  }
  await print(beginning(world, startMs, planted))
  const endMs = startMs + (options.seconds ?? PRINTED_SECONDS) * SEC
  for (let at = startMs; at < endMs && !io.signal.aborted; ) {
    at = Math.min(at + SEC, endMs)
    const { drafts, planted: faults } = world.advance(at)
    planted.write(faults)
    await print(drafts)
  }
  return EXIT.ok
}

const sendWorld = async (options: SimulateOptions, startMs: number, planted: PlantedFile, io: ProgramIo) => {
  const target = readTarget(options, io.env)
  const { world, epoch } = buildWorld(options, startMs, io)
  const lines = openLines(
    { ...target, asrToken: options.asrToken, feedId: options.feed, epoch, demo: options.demo },
    io,
  )
  let failed = false
  const gaveUp = lines.ended.then((reason) => {
    failed = reason !== undefined
  })
  const endMs = options.seconds === undefined ? Number.POSITIVE_INFINITY : startMs + options.seconds * SEC
  const wallStart = options.startMs === undefined ? startMs : io.clock.now()
  const run = async () => {
    await lines.send(beginning(world, startMs, planted))
    let reached = startMs
    let nextBeat = startMs
    while (!io.signal.aborted && !failed && reached < endMs) {
      const due = startMs + (io.clock.now() - wallStart) * options.speed
      reached = Math.max(reached, Math.min(due, endMs, reached + LONGEST_STEP_MS * options.speed))
      const { drafts, planted: faults } = world.advance(reached)
      planted.write(faults)
      if (lines.takeSnapshotDue()) drafts.push(...world.snapshot())
      await lines.send(drafts)
      if (reached >= nextBeat) {
        await lines.heartbeat(reached)
        nextBeat = reached + SEC * options.speed
      }
      if (due <= reached) await new Promise<void>((resolve) => io.clock.after(TICK_MS, resolve))
    }
  }
  const aborted = new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }))
  const running = run()
  await Promise.race([running, aborted, gaveUp]).catch(() => undefined)
  await lines.close()
  await running.catch((error) => {
    if (!failed && !io.signal.aborted) throw error
  })
  const { stored, duplicates, dead } = lines.counts()
  io.say(
    `simulate: ${stored} events stored, ${duplicates} known already, ${dead} refused; ${planted.count()} mistakes planted`,
  )
  return failed ? EXIT.failed : EXIT.ok
}

/** `npm run feed -- simulate`: makes up a floor and sends or prints what happens on it. */
export const runSimulate: Program = async (argv, io) => {
  const options = readSimulateOptions(argv)
  if (options.help) {
    await io.print(SIMULATE_HELP)
    return EXIT.ok
  }
  const startMs = options.startMs ?? io.clock.now()
  const planted = openPlantedFile(options.planted)
  try {
    return await (options.print ? printWorld : sendWorld)(options, startMs, planted, io)
  } finally {
    planted.close()
  }
}
