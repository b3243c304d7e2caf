import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'

const TICKS_PER_SECOND = 100
const STAT_USER = 11
const STAT_SYSTEM = 12

/** One figure of a server's own metrics. */
export const readMetric = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/api/metrics`)).text()
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])
}

/** Processor seconds a process has used so far and megabytes it holds, as Linux tells them. */
export const readUsage = (pid: number): { cpuSec: number; rssMb: number } => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The program's name stands in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[STAT_USER]) + Number(fields[STAT_SYSTEM])
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpuSec: ticks / TICKS_PER_SECOND, rssMb: Math.round(Number(rss) / 1024) }
}

/** Seconds so far in which a process's main thread had work and waited for a processor; undefined where nobody counts. */
export const readThreadWaitSec = (pid: number): number | undefined => {
  const file = `/proc/${pid}/task/${pid}/schedstat`
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[1]) / 1e9 : undefined
}

const PRESSURE = '/proc/pressure/cpu'

/** Seconds so far in which something on this machine waited for a processor; undefined where the kernel does not count. */
const readWaitSec = (): number | undefined => {
  if (!existsSync(PRESSURE)) return undefined
  return Number(/^some .*total=(\d+)/m.exec(readFileSync(PRESSURE, 'utf8'))?.[1]) / 1e6
}

export type Crowding = { processors: number; load: number; waited?: number }

/** Watches how crowded the machine is; figures taken on a crowded one speak of the crowd. */
export const watchCrowding = () => {
  const began = { at: performance.now(), waitSec: readWaitSec() }
  return (): Crowding => {
    const waitSec = readWaitSec()
    const tookSec = (performance.now() - began.at) / 1_000
    return {
      processors: availableParallelism(),
      load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
      waited:
        waitSec === undefined || began.waitSec === undefined
          ? undefined
          : Math.round(((waitSec - began.waitSec) / tookSec) * 100) / 100,
    }
  }
}

export const describeCrowding = ({ processors, load, waited }: Crowding) => {
  const share = waited === undefined ? '' : `; something waited for one ${Math.round(waited * 100)} % of the time`
  return `${processors} processors, load ${load}${share}`
}
