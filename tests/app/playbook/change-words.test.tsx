import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Locale } from '#app/_i18n/locale.ts'
import en from '#app/_i18n/messages/en.json' with { type: 'json' }
import zh from '#app/_i18n/messages/zh-CN.json' with { type: 'json' }
import { diffPlaybooks } from '#app/(desk)/playbook/_model/diff.ts'
import { ChangeList } from '#app/(desk)/playbook/_parts/change-list.tsx'
import { applyEdits, checkDraft, type DraftEdit } from '#server/domain/playbook/draft.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'

const MESSAGES = { 'zh-CN': zh, en }
const shipped = shippedPlaybook()
const at = (list: 'conditions' | 'exemptions' | 'openings' | 'orderings', id: string): [string, number] => [
  list,
  shipped[list].findIndex((one) => one.id === id),
]
const raised = (list: 'openings' | 'goldenSteps'): DraftEdit => {
  const [first, second, ...rest] = shipped[list]
  return { path: [list], value: [second, first, ...rest] as never }
}

/** What the list of changes says, without its marks. */
const tell = (edits: DraftEdit[], locale: Locale) => {
  const to = applyEdits(shipped, edits)
  checkDraft(to)
  const html = renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={MESSAGES[locale]} timeZone="Asia/Shanghai">
      <ChangeList from={shipped} to={to} changes={diffPlaybooks(shipped, to)} />
    </NextIntlClientProvider>,
  )
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ')
    .trim()
}

const vague = at('conditions', 'need_ambiguous')
const upset = at('conditions', 'emotion_ge_1')
const said = { by: 'said', role: 'customer', cues: [{ cue: '弄不懂|讲不明白' }] }
const levels = shipped.conditions[upset[1]]?.tests.findIndex(({ by }) => by === 'level') ?? -1

const CASES: [what: string, edits: DraftEdit[], zh: string, en: string][] = [
  [
    'a way to know a condition',
    [{ path: [...vague, 'tests'], value: [said] }],
    '新增 条件 › 客户说得含糊 › 怎样得知 客户说：“弄不懂”、“讲不明白”',
    'Added condition › The customer is vague › how it is known the customer says “弄不懂”, “讲不明白”',
  ],
  [
    'only what changed of a way that stays',
    [{ path: [...upset, 'tests', levels, 'atLeast'], value: 3 }],
    '更改 条件 › 客户有情绪 › 怎样得知 投诉级别 不低于 1 → 3',
    'Changed condition › The customer is upset › how it is known Complaint level at least 1 → 3',
  ],
  [
    'who can know a condition',
    [{ path: [...vague, 'source'], value: 'speech' }],
    '更改 条件 › 客户说得含糊 › 谁能知道 没有人 → 通话内容',
    'Changed condition › The customer is vague › who can know nobody → what is said',
  ],
  [
    'a new condition with how it is known',
    [
      {
        path: ['conditions', shipped.conditions.length],
        value: { id: 'abroad', label: { zh: '客户在境外', en: 'Abroad' }, source: 'system', tests: [{ by: 'hold' }] },
      },
    ],
    '新增 条件 › 客户在境外 坐席让客户等过（保持）',
    'Added condition › Abroad the agent put the customer on hold',
  ],
  [
    'what an exemption excuses',
    [{ path: [...at('exemptions', 'customer_hung_up'), 'untilBye'], value: false }],
    '更改 免责情形 › 客户先挂断 › 道别后不算 是 → 否',
    'Changed exemption › The customer hung up first › not after goodbye yes → no',
  ],
  [
    'when a confirmation is asked for',
    [{ path: ['scenarios', 0, 'confirmation'], value: { after: ['RES_ANSWER'], by: ['CONF_SUMMARY'], withinSec: 45 } }],
    '新增 基础咨询 › 确认要求 ',
    'Added Inquiry › confirmation Within 45 s of ',
  ],
  [
    'the tags of an opening',
    [{ path: [...at('openings', 'returning'), 'tags', 2], value: 'vip' }],
    '新增 开场变体 › 再次来电的客户 › 标签 “vip”',
    'Added opening › A customer who calls again › tags “vip”',
  ],
  [
    'an action of an opening',
    [{ path: [...at('openings', 'returning'), 'actions', 0, 'level'], value: 'recommended' }],
    '更改 开场变体 › 再次来电的客户 › 主动问候 › 要求 必做 → 建议',
    'Changed opening › A customer who calls again › Greet first › owed Required → Recommended',
  ],
  [
    'the place of an opening by its name',
    [raised('openings')],
    '更改 开场变体 排列 客户打进来、我们打出去、',
    'Changed opening place The customer calls in, We call out, ',
  ],
  [
    'a golden step by its name, not its number',
    [{ path: ['goldenSteps', 1, 'actions', 1], value: 'NEED_EMPATHY' }],
    '新增 黄金步骤 › 致歉 › 动作 ',
    'Added golden step › Apologise › action ',
  ],
  ['the place of a golden step', [raised('goldenSteps')], '倾听安抚、致歉、', 'Listen and soothe, Apologise, '],
  [
    'a golden step taken out with its actions',
    [{ path: ['goldenSteps', 1], remove: true }],
    '删除 黄金步骤 › 致歉 ',
    'Removed golden step › Apologise ',
  ],
  [
    'a way back that is legal no more',
    [{ path: ['legalBackward', 0], remove: true }],
    '删除 允许的回退 问题处理 → 需求识别',
    'Removed going back ',
  ],
]

describe('the list of changes tells in words', () => {
  it.each(CASES)('%s', (_, edits, chinese, english) => {
    expect(tell(edits, 'zh-CN')).toContain(chinese)
    expect(tell(edits, 'en')).toContain(english)
    expect(`${tell(edits, 'zh-CN')} ${tell(edits, 'en')}`).not.toMatch(/[A-Z]{3,}_[A-Z]|\b[a-z]+_[a-z]+\b/)
  })
})
