import { describe, expect, it } from 'vitest'
import { examplesOf, fewExamples } from '#app/(desk)/playbook/_model/example.ts'
import { searchPlaybook } from '#app/(desk)/playbook/_model/search.ts'
import { kindOfProblem } from '#app/(desk)/playbook/draft/_model/problem-text.ts'
import { readPlaybookFile } from '#app/(desk)/playbook/draft/_model/read-file.ts'
import { tryCues } from '#app/(desk)/playbook/draft/_model/try-cues.ts'
import { applyEdits, checkDraft, type DraftEdit } from '#server/domain/playbook/draft.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'

const shipped = shippedPlaybook()
const uses = shipped.scenarios.flatMap(({ steps }) => steps.flatMap(({ actions }) => actions))

describe('the search of a playbook', () => {
  it('finds an action by its label, by what is said and by its English name, and counts it where it is owed', () => {
    for (const query of ['身份核验', '服务密码', 'identity', 'need_id_verify'])
      expect(uses.filter(searchPlaybook(shipped, query)?.holds ?? (() => false)).map(({ action }) => action)).toContain(
        'NEED_ID_VERIFY',
      )
    expect(searchPlaybook(shipped, 'need_id_verify')?.counts).toEqual({
      inquiry: 1,
      complaint: 1,
      after_sales: 1,
      business_handling: 1,
      satisfaction_callback: 0,
    })
  })

  it('wants every word, and is nothing without one', () => {
    expect(searchPlaybook(shipped, '  ')).toBeUndefined()
    const found = searchPlaybook(shipped, '身份 月亮')
    expect(Object.values(found?.counts ?? {}).every((count) => count === 0)).toBe(true)
  })
})

describe('what somebody may say', () => {
  it('is read off a cue: the first wordings of one group, a chain of the others', () => {
    expect(examplesOf('^ …12 您好|你好|早上好|晚上好', '数字')).toEqual(['您好', '你好', '早上好'])
    expect(examplesOf('工号 …3 #', '数字')).toEqual(['工号…数字'])
    expect(examplesOf('不归|不是 …1 我|我们 …3 管', '数字')).toEqual(['不归我…管'])
    expect(examplesOf('(没写完 …', '数字')).toEqual(['(没写完 …'])
  })

  it('takes one of each cue before a second of any', () => {
    expect(fewExamples([{ cue: '您好|你好' }, { cue: '请讲' }], '数字', 2)).toEqual(['您好', '请讲'])
  })
})

describe('trying cues', () => {
  it('shows which hit and where, as the product hears it, and leaves out what cannot be read yet', () => {
    const cues = [{ cue: '工号 …3 #' }, { cue: '您好' }, { cue: '半句 …' }]
    const { hits, pieces } = tryCues(cues, '您好，工号8801为您服务')
    expect(hits.map(({ cue, from, to }) => [cue, from, to])).toEqual([
      ['您好', 0, 2],
      ['工号 …3 #', 3, 9],
    ])
    expect(pieces.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(['您好', '工号8801'])
    expect(pieces.map(({ text }) => text).join('')).toBe('您好，工号8801为您服务')
    expect(tryCues([{ cue: '您好', not: ['再见'] }], '您好再见').hits).toEqual([])
    expect(tryCues([], '').pieces).toEqual([])
  })
})

describe('a file', () => {
  it('is taken as it was given out, also with a mark in front', () => {
    const text = `\uFEFF${JSON.stringify(shipped)}`
    expect(readPlaybookFile(text)).toEqual({ ok: true, playbook: shipped })
    expect(readPlaybookFile('{')).toEqual({ ok: false, problems: 'noJson' })
  })

  it('[PLAY-3] is refused with every place and what to change', () => {
    const read = readPlaybookFile(JSON.stringify({ ...shipped, policy: [{ rule: 'step_dwell', as: 'shout' }] }))
    expect(read).toMatchObject({ ok: false, problems: [{ path: ['policy', 0, 'as'] }] })
  })
})

describe('what is wrong with a draft', () => {
  const step = ['scenarios', 0, 'steps', 0]
  it.each<[string, DraftEdit]>([
    ['limitsRise', { path: [...step, 'dwellSec', 'max'], value: 1 }],
    ['noAction', { path: [...step, 'actions', 0, 'action'], value: 'NO_SUCH' }],
    ['noCondition', { path: ['orderings', 0, 'when'], value: 'moon_full' }],
    ['noExemption', { path: ['orderings', 0, 'unless'], value: 'holiday' }],
    ['noAbout', { path: ['policy', 0], value: { rule: 'step_dwell', about: 'NO_SUCH', as: 'mark' } }],
    ['twice', { path: ['actions', 1, 'id'], value: 'OPEN_GREET' }],
    ['noFact', { path: ['actions', 0, 'systemOnly'], value: true }],
    ['noCue', { path: ['actions', 0, 'cues'], value: { agent: [], customer: [] } }],
    ['cue', { path: ['forbidden', 0, 'cues', 0, 'cue'], value: '您好 …99 请问' }],
    ['empty', { path: ['actions', 0, 'label', 'zh'], value: '' }],
    ['choose', { path: ['orderings', 0, 'before'], value: [] }],
    ['choose', { path: ['openings', 0, 'actions'], value: [] }],
    ['choose', { path: ['scenarios', 1, 'confirmation', 'by'], value: [] }],
    ['choose', { path: ['exemptions', 0, 'tests', 0, 'causes'], value: [] }],
    ['addCue', { path: ['exemptions', 3, 'tests', 0, 'cues'], value: [] }],
    ['cue', { path: ['exemptions', 3, 'tests', 0, 'cues', 0, 'cue'], value: '' }],
    ['empty', { path: ['goldenSteps', 0, 'label', 'en'], value: '' }],
    ['number', { path: ['scenarios', 1, 'confirmation', 'withinSec'], value: 0 }],
    ['number', { path: [...step, 'actions', 0, 'due'], value: { at: 'after_trigger', sec: 0 } }],
  ])('is said in words of our own: %s', (kind, edit) => {
    const { problems } = checkDraft(applyEdits(shipped, [edit]))
    expect(problems.map(kindOfProblem)).toContain(kind)
  })
})
