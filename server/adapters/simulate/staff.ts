import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { Scenario } from '#server/domain/words.ts'

/** A line of business: its queue, who staffs it, and how its calls come. */
export type Line = {
  queueId: string
  team: string
  /** Undefined: calls of every kind arrive here, and only the agent's tag tells which. */
  scenario?: Scenario
  /** Part of the offered calls; an outbound line is given work by its own agents. */
  callShare: number
  ivrKey?: string
  /** False: no script tool and no transcripts there, so nothing is known of the steps. */
  evidence: boolean
}

export const LINES: readonly Line[] = [
  { queueId: '咨询热线', team: '咨询', scenario: 'inquiry', callShare: 0.4, ivrKey: '1', evidence: true },
  { queueId: '宽带报修', team: '报修', scenario: 'after_sales', callShare: 0.17, ivrKey: '2', evidence: true },
  { queueId: '业务办理', team: '业务', scenario: 'business_handling', callShare: 0.19, ivrKey: '3', evidence: true },
  { queueId: '投诉专席', team: '投诉', scenario: 'complaint', callShare: 0.1, ivrKey: '4', evidence: true },
  { queueId: '综合受理', team: '综合', callShare: 0.08, ivrKey: '0', evidence: true },
  { queueId: '营业厅转接', team: '营业厅', scenario: 'inquiry', callShare: 0.06, evidence: false },
  { queueId: '满意度回访', team: '回访', scenario: 'satisfaction_callback', callShare: 0, evidence: true },
]
export const CALLBACK_LINE = LINES.at(-1) as Line
export const INBOUND_LINES = LINES.filter((line) => line !== CALLBACK_LINE)
export const COMPLAINT_QUEUE = '投诉专席'
/** Below this many agents nobody makes callbacks and everybody takes every call. */
const SMALL_FLOOR = 8

/** What an any-kind line's calls turn out to be. */
export const GENERAL_MIX = { inquiry: 5, business_handling: 2, after_sales: 2, complaint: 1 } as const

export type Hire = { agentId: string; name: string; team: string; line: Line; queues: string[]; deviceId: string }

const SURNAMES = '王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高梁郑谢宋唐许邓韩冯曹彭曾'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玲辉力明健斌波婷雪琳晨宇欣悦佳怡浩然子轩梓涵'
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 1 → 一, 12 → 十二, 34 → 三十四. */
export const toNumeral = (n: number): string => {
  if (n <= 10) return NUMERALS[n - 1] ?? String(n)
  const tens = Math.floor(n / 10)
  const ones = n % 10
  if (n >= 100) return String(n)
  return `${tens > 1 ? NUMERALS[tens - 1] : ''}十${ones > 0 ? NUMERALS[ones - 1] : ''}`
}

export const pickSurname = (random: SeededRandom): string => random.pick([...SURNAMES])

export const inventName = (random: SeededRandom): string => {
  const given = random.chance(0.7) ? random.pick([...GIVEN]) + random.pick([...GIVEN]) : random.pick([...GIVEN])
  return pickSurname(random) + given
}

/** Splits `count` by weight without losing one; every weight gets at least one while there are enough. */
const apportion = (count: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (count * weight) / sum)
  const whole = exact.map((share) => Math.max(count >= SMALL_FLOOR ? 1 : 0, Math.floor(share)))
  const byRest = exact.map((share, i) => ({ i, rest: share - Math.floor(share) })).sort((a, b) => b.rest - a.rest)
  for (let left = count - whole.reduce((a, b) => a + b, 0), k = 0; left > 0; left--, k++) {
    const index = byRest[k % byRest.length]?.i ?? 0
    whole[index] = (whole[index] ?? 0) + 1
  }
  for (let over = whole.reduce((a, b) => a + b, 0) - count; over > 0; over--) {
    const largest = whole.indexOf(Math.max(...whole))
    whole[largest] = (whole[largest] ?? 1) - 1
  }
  return whole
}

const skillsOf = (random: SeededRandom, line: Line, isSmall: boolean): string[] => {
  if (line === CALLBACK_LINE) return [line.queueId]
  const others = INBOUND_LINES.filter((other) => other !== line).map((other) => other.queueId)
  if (isSmall) return [line.queueId, ...others]
  return [line.queueId, ...others.filter(() => random.chance(0.25))]
}

/**
 * Makes up `count` agents in teams of at most `teamSize`, shared out over the lines by the work that `handleSec` calls
 * of each line bring. Names are drawn from common characters and mean nobody.
 */
export const hireAgents = (
  random: SeededRandom,
  count: number,
  teamSize: number,
  handleSec: (line: Line) => number,
): Hire[] => {
  const isSmall = count < SMALL_FLOOR
  const lines = isSmall ? INBOUND_LINES : LINES
  const inboundWork = INBOUND_LINES.reduce((sum, line) => sum + line.callShare * handleSec(line), 0)
  const weights = lines.map((line) => (line === CALLBACK_LINE ? 0.09 * inboundWork : line.callShare * handleSec(line)))
  const digits = count > 8_900 ? 5 : 4
  const base = 10 ** (digits - 1)
  let hired = 0
  return apportion(count, weights).flatMap((size, index) => {
    const line = lines[index] as Line
    return Array.from({ length: size }, (_, i) => {
      hired += 1
      const agentId = String(base + hired)
      return {
        agentId,
        name: inventName(random),
        team: `${line.team}${toNumeral(Math.floor(i / teamSize) + 1)}组`,
        line,
        queues: skillsOf(random, line, isSmall),
        deviceId: `SIP/${agentId}`,
      }
    })
  })
}
