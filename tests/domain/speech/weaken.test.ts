import { expect, test } from 'vitest'
import { parseCue } from '#server/domain/speech/cue.ts'
import { compileRead } from '#server/domain/speech/matcher.ts'
import { normalise } from '#server/domain/speech/normalize.ts'
import { weaken } from '#server/domain/speech/weaken.ts'

const isAll = (_: string) => true

const isHeard = (cue: string, text: string, isTelling = isAll) =>
  compileRead(weaken(parseCue(cue), isTelling).map((parsed) => ({ parsed }))).find(normalise(text)).length > 0

test('[ACTION-12] a cue weakened is heard where all but one of its parts are, in any distance', () => {
  const cue = '这样|刚才 …4 解释|说明 …2 清楚|明白'
  expect(isHeard(cue, '这样跟您解释一下可以吧')).toBe(true)
  expect(isHeard(cue, '刚才的话费里头多出来的那一笔您都清楚')).toBe(true)
  expect(isHeard(cue, '这样好吧')).toBe(false)
})

test('[ACTION-12] a wording of its own is heard by its halves, and two characters alone not at all', () => {
  expect(isHeard('工单号', '给您的工作号是')).toBe(false)
  expect(isHeard('工单号', '给您的工单好了')).toBe(true)
  expect(weaken(parseCue('感谢|谢谢'), isAll)).toEqual([])
})

test('[ACTION-12] what is left must be telling', () => {
  const isTelling = (text: string) => text !== '请问'
  expect(isHeard('请问 …8 办理|咨询', '请问您贵姓', isTelling)).toBe(false)
  expect(isHeard('请问 …8 办理|咨询', '您是要办理什么', isTelling)).toBe(true)
})

test('[ACTION-12] figures alone tell nothing', () => {
  expect(weaken(parseCue('#'), isAll)).toEqual([])
  expect(isHeard('工号 …3 #', '三零八二')).toBe(false)
})

test('[ACTION-12] whatever phrase a playbook may hold can be weakened, fillers and the longest too', () => {
  const seconds = [...'子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒']
  const long = [...'甲乙丙丁戊己庚'].map((first) => seconds.map((second) => `词${first}${second}`).join('|')).join(' ')
  expect(long.length).toBeGreaterThan(550)
  for (const cue of ['办理那个', '核对那个|办理', long])
    expect(() => compileRead(weaken(parseCue(cue), isAll).map((parsed) => ({ parsed })))).not.toThrow()
})

test('[ACTION-12] a wording long enough for slips is not heard by its halves', () => {
  expect(weaken(parseCue('祝您生活愉快'), isAll)).toEqual([])
})
