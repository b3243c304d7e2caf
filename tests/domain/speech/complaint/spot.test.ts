import { expect, test } from 'vitest'
import { peakOf, spotter } from './say.ts'

test.each([
  ['再拖下去我就打12300了', 3],
  ['这事我已经写到公信部申诉了，等他们查你们', 3],
  ['行，那我明天去消斜讨个说法', 3],
  ['我让都市频道的记者来采访你们', 3],
  ['不处理我就发到抖音上给你们爆光', 3],
  ['我们法庭上见吧', 3],
  ['我马上给10080打电话投诉你们', 3],
  ['你们这是诈骗，我现在就报警', 3],
  ['麻烦喊一个能做主的人来接电话', 2],
  ['这个问题我都反映了四遍了', 2],
  ['上次说好三天给我回电话，到今天没人理我', 2],
  ['你这是什么态度', 2],
  ['再这样我就换到别家去', 1],
  ['我要头诉你们乱扣费', 1],
  ['你们把我的身份证信息卖给贷款公司了', 4],
  ['我真的活不下去了', 4],
  ['我们正在直播，大家都听着呢', 4],
  ['我们五十几户都签了名，要一起去维权', 4],
])('[CMPL-2] %s reaches %i', (text, level) => {
  expect(peakOf(text)).toBe(level)
})

const HARMLESS = [
  '12300是你们的短信吗',
  '我那个投诉的进度怎么查呀',
  '我不是要投诉，就是想问一下',
  '还没到要投诉的地步，改过来就行',
  '我没打算去法院，就是问问这个怎么退',
  '我儿子是律师，想办个大流量的套餐',
  '我在报社上班，想装宽带',
  '我上次那个投诉处理得挺好',
  '帮我查10080发的短信',
  '打了两次都占线',
  '我想携号转网过来，要带什么证件',
  '我们小区都没有信号了',
  '不用找你们经理，你给我办就行',
]

test('[CMPL-3] names without a threat stay below 2', () => {
  expect(HARMLESS.filter((text) => peakOf(text) >= 2)).toEqual([])
})

test('[CMPL-4] figures inside a longer number name nobody', () => {
  expect(spotter.spot('我就打13812345678找你们').map(({ family }) => family)).not.toContain('consumer_body')
  expect(peakOf('我就打12345找你们领导的领导')).toBe(3)
})

test('[CMPL-2] any text is read, and quickly forgotten where nothing is in it', () => {
  for (const text of ['', '。。。', '[UNK]', '\ud800', '不'.repeat(5000)]) expect(spotter.spot(text)).toEqual([])
})
