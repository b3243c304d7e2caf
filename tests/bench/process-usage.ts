import { readFileSync } from 'node:fs'

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
