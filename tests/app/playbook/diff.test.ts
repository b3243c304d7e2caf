import { describe, expect, it } from 'vitest'
import { diffPlaybooks } from '#app/(desk)/playbook/_model/diff.ts'
import { editsBetween, putOnTop } from '#app/(desk)/playbook/_model/edits.ts'
import { applyEdits, checkDraft, type DraftEdit } from '#server/domain/playbook/draft.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'

const shipped = shippedPlaybook()
const changed = (...edits: DraftEdit[]): Playbook => applyEdits(shipped, edits)
const told = (to: Playbook) => diffPlaybooks(shipped, to).map(({ path, from, to }) => [path.join('/'), from, to])

describe('the difference of two playbooks', () => {
  it('is nothing for the same one under another number', () => {
    expect(told({ ...structuredClone(shipped), version: 9 })).toEqual([])
  })

  it('names a limit by scenario and step, from what to what', () => {
    const to = changed({ path: ['scenarios', 1, 'steps', 0, 'dwellSec', 'warn'], value: 25 })
    expect(told(to)).toEqual([['scenarios/complaint/steps/opening/dwellSec/warn', 20, 25]])
  })

  it('follows what has a name through a list that was reordered, and says that its place changed', () => {
    const { orderings } = shipped
    const [first, second, ...rest] = orderings
    const to = changed({ path: ['orderings'], value: [second, { ...first, severity: 'minor' }, ...rest] as never })
    expect(told(to)).toEqual([
      ['orderings/ORD_ID_BEFORE_CHANGE/severity', 'critical', 'minor'],
      ['orderings/order', orderings.map(({ id }) => id), expect.arrayContaining(['ORD_ID_BEFORE_CHANGE'])],
    ])
  })

  it('tells what was put in and taken out of a list without names, and one for one as a change', () => {
    const phrases = shipped.scenarios[0]?.steps[0]?.phrases ?? []
    const path = ['scenarios', 0, 'steps', 0, 'phrases']
    const place = 'scenarios/inquiry/steps/opening/phrases'
    expect(told(changed({ path, value: phrases.slice(1) }))).toEqual([[place, phrases[0], undefined]])
    expect(told(changed({ path, value: [{ zh: '您好' }, ...phrases.slice(1)] }))).toEqual([
      [place, phrases[0], { zh: '您好' }],
    ])
  })

  it('tells a due point whole, and an action taken out of a step', () => {
    const due = { at: 'after_step_start', sec: 30 }
    const path = ['scenarios', 0, 'steps', 0, 'actions', 0]
    expect(told(changed({ path: [...path, 'due'], value: due }))).toEqual([
      ['scenarios/inquiry/steps/opening/actions/OPEN_GREET/due', { at: 'step_exit' }, due],
    ])
    expect(told(changed({ path, remove: true }))).toMatchObject([
      ['scenarios/inquiry/steps/opening/actions/OPEN_GREET', { action: 'OPEN_GREET' }, undefined],
    ])
  })
})

describe('changes of two people', () => {
  it('[PLAY-2] are both kept where they touch different fields, also when a list became shorter meanwhile', () => {
    const opening = ['scenarios', 0, 'steps', 0]
    const mine = changed(
      { path: [...opening, 'dwellSec', 'warn'], value: 18 },
      { path: [...opening, 'actions', 2, 'severity'], value: 'critical' },
    )
    const theirs = changed(
      { path: [...opening, 'dwellSec', 'max'], value: 44 },
      { path: [...opening, 'actions', 0], remove: true },
    )
    const both = putOnTop(shipped, mine, theirs).scenarios[0]?.steps[0]
    expect(both?.dwellSec).toEqual({ min: 2, target: 10, warn: 18, max: 44 })
    expect(both?.actions.map(({ action }) => action)).not.toContain('OPEN_GREET')
    expect(both?.actions.find(({ action }) => action === 'OPEN_OFFER_HELP')?.severity).toBe('critical')
  })

  it('[PLAY-2] do not bring back what the other took out', () => {
    const mine = changed({ path: ['orderings', 0, 'severity'], value: 'minor' })
    const theirs = changed({ path: ['orderings', 0], remove: true })
    expect(putOnTop(shipped, mine, theirs)).toEqual(theirs)
  })
})

describe('the places that make one playbook of another', () => {
  const spoil: [string, (playbook: Playbook) => void][] = [
    ['a limit', (p) => Object.assign(p.scenarios[3]?.steps[2]?.dwellSec ?? {}, { max: 500 })],
    ['fewer actions', (p) => p.actions.splice(3, 4)],
    ['more orders', (p) => p.orderings.unshift({ ...(p.orderings[0] as Playbook['orderings'][number]), id: 'NEW' })],
    ['a field less', (p) => delete p.scenarios[1]?.confirmation],
    ['another policy', (p) => p.policy.push({ rule: 'step_dwell', as: 'mark' })],
  ]

  it.each(spoil)('give exactly that: %s', (_, change) => {
    const to = structuredClone(shipped)
    change(to)
    const edits = editsBetween(shipped, to)
    expect(applyEdits(shipped, edits)).toEqual(to)
    for (const edit of edits) expect(JSON.stringify(edit).length).toBeLessThan(20_000)
  })

  it('are one small place for one small change', () => {
    const to = changed({ path: ['actions', 5, 'label', 'zh'], value: '核对是谁' })
    expect(editsBetween(shipped, to)).toEqual([{ path: ['actions', 5, 'label', 'zh'], value: '核对是谁' }])
    expect(checkDraft(to).problems).toEqual([])
  })
})
