import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { Scenario } from '#server/domain/words.ts'
import { HABITS } from './habits.ts'
import { pickSurname } from './staff.ts'

const BRAND = '星桥通信'
const PACKAGES = ['畅享套餐', '家庭融合套餐', '青春流量包', '银发关怀套餐', '千兆宽带包'] as const
const AMOUNTS = ['十九元', '二十九元', '五十九元', '八十八元', '一百二十九元'] as const
const FAULTS = ['宽带断线', '网速很慢', '电视卡顿', '光猫红灯', '手机没信号'] as const
const PAST_DAYS = ['上个月十五号', '本月三号', '昨天'] as const
const COMING_DAYS = ['下月一号', '本月二十五号', '下周一'] as const
const MATTERS = ['话费扣款', '流量超额', '套餐变更', '合约到期', '上周的报修', '国际漫游资费'] as const

/** A customer nobody has: the number begins with 12, which no subscriber's does. Few of them call twice. */
const inventNumber = (random: SeededRandom): string =>
  `12${random.int(3, 9)}${String(random.int(0, 400_000) * 211).padStart(8, '0')}`

/** The caller's number and what fills the placeholders of everything said in the call. */
export const inventCustomer = (random: SeededRandom, scenario: Scenario) => {
  const number = inventNumber(random)
  const isHighScore = random.chance(HABITS.highScore)
  const words: Record<string, string> = {
    品牌: BRAND,
    姓氏: pickSurname(random),
    业务: random.pick(PACKAGES),
    金额: random.pick(AMOUNTS),
    时限: random.pick(['两小时', '二十四小时', '三天']),
    时间: random.pick(scenario === 'complaint' ? PAST_DAYS : COMING_DAYS),
    单号: `尾号${random.int(1000, 9999)}`,
    分钟: random.pick(['两', '三', '五']),
    跟进人: random.pick(['投诉专席', '装维主管', '值班经理']),
    故障: random.pick(FAULTS),
    号码尾: number.slice(-4),
    期限: random.pick(['十二个月', '两年']),
    事项: random.pick(MATTERS),
  }
  if (scenario === 'satisfaction_callback') words.分数 = String(isHighScore ? random.int(8, 10) : random.int(3, 6))
  return { number, words }
}
