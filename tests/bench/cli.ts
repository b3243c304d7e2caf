import { parseArgs } from 'node:util'
import { BACK_TEST_SIZES } from '#server/protocol/back-test.ts'

const USAGE = `usage: npm run bench -- ingest|browser|latency|revocation|inference|back-test [options]
  ingest    full path against the best raw batched insert of the same rows, interleaved
              --events N            events a part (default 20000)
  browser   a page of the floor in real use while a whole centre is at work
              --agents N            agents on the floor (default 3000)
              --events-per-second N what they bring (default 500)
              --seconds N           at least so long (default 60)
              --searches N          agents looked for by their number (default 300)
  latency   from an event to a viewer's socket and to the painted frame, on the same floor
              --samples N           events followed (default 2400)
              --agents, --events-per-second as above
  revocation  from the end of somebody's rights to the end of what their open pages are sent, in each way rights
              end, at two servers of one database
              --sockets N           pages open at once (default 200)
  inference what it costs to tell an utterance's step, against a plain search for the same words
  back-test a draft of the flows over stored calls with words, as a server runs it
              --calls N             100, 1000 or 10000 (default 10000)`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string', default: '20000' },
    agents: { type: 'string', default: '3000' },
    'events-per-second': { type: 'string', default: '500' },
    seconds: { type: 'string', default: '60' },
    searches: { type: 'string', default: '300' },
    samples: { type: 'string', default: '2400' },
    sockets: { type: 'string', default: '200' },
    calls: { type: 'string', default: '10000' },
  },
})

const say = (line: string) => void process.stdout.write(`${line}\n`)

const floor = { agents: Number(values.agents), eventsPerSecond: Number(values['events-per-second']) }

const BENCHES: Record<string, () => Promise<{ isRight: boolean; result: object }>> = {
  async ingest() {
    const { benchIngest } = await import('./ingest.ts')
    return { isRight: true, result: await benchIngest(Number(values.events), say) }
  },
  async browser() {
    const { benchBrowser } = await import('./browser.ts')
    const result = await benchBrowser(
      { ...floor, seconds: Number(values.seconds), searches: Number(values.searches) },
      say,
    )
    return { isRight: result.ok.events && result.ok.found, result }
  },
  async latency() {
    const { benchLatency } = await import('./latency.ts')
    const result = await benchLatency({ ...floor, samples: Number(values.samples) }, say)
    return { isRight: result.lost === 0 && result.doubled === 0 && result.missed === 0, result }
  },
  async revocation() {
    const { benchRevocation } = await import('./revocation.ts')
    const result = await benchRevocation(Number(values.sockets), say)
    return { isRight: result.within2s, result }
  },
  async inference() {
    const { benchInference } = await import('./inference.ts')
    return { isRight: true, result: benchInference(say) }
  },
  async 'back-test'() {
    const { benchBackTest } = await import('./back-test.ts')
    const calls = BACK_TEST_SIZES.find((size) => size === Number(values.calls))
    if (!calls) throw new Error(`--calls is one of ${BACK_TEST_SIZES.join(', ')}`)
    const result = await benchBackTest(calls, say)
    return { isRight: result.judged === result.calls, result }
  },
}

const bench = BENCHES[positionals[0] ?? '']
if (!bench) {
  process.stderr.write(`${USAGE}\n`)
  process.exitCode = 2
} else {
  const { isRight, result } = await bench()
  say(JSON.stringify(result))
  process.exitCode = isRight ? 0 : 1
}
