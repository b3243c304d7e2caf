import { describe, expect, it } from 'vitest'
import { groupActions } from '#app/(desk)/playbook/_model/group-actions.ts'
import { openingForNothing, whereCondition, whereExemption } from '#app/(desk)/playbook/_model/where-used.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { SCENARIOS } from '#server/domain/words.ts'

const shipped = shippedPlaybook()
const opening = (id: string) => {
  const found = shipped.openings.find((one) => one.id === id)
  if (!found) throw new Error(`no opening is called ${id}`)
  return found
}

describe('the actions to choose from', () => {
  it('stand once each, none left out, under the step that asks for them first', () => {
    for (const scenarios of [SCENARIOS, ['complaint'] as const, []]) {
      const ids = groupActions(shipped, scenarios).flatMap((group) => group.ids)
      expect([...ids].sort()).toEqual(shipped.actions.map(({ id }) => id).sort())
    }
    const all = groupActions(shipped, SCENARIOS)
    expect(all[0]).toMatchObject({ step: 'opening', ids: expect.arrayContaining(['OPEN_GREET']) })
  })

  it('of other scenarios come last, those of a variant of the opening are of the opening', () => {
    const groups = groupActions(shipped, ['complaint'])
    expect(groups.at(-1)).toMatchObject({ step: null, ids: expect.arrayContaining(['RES_SUBMIT']) })
    const variant = opening('progress_callback').actions.map(({ action }) => action)
    expect(groups[0]?.ids).toEqual(expect.arrayContaining(variant))
  })
})

describe('where something is named', () => {
  it('is every action of a step or an opening, and every order, that depends on a condition', () => {
    const places = whereCondition(shipped, 'account_data_needed')
    expect(places).toContainEqual(
      expect.objectContaining({ in: 'step', scenario: 'complaint', step: 'need_identification' }),
    )
    expect(places).toContainEqual(
      expect.objectContaining({ in: 'ordering', label: expect.objectContaining({ zh: '先核身，再说账户内容' }) }),
    )
    expect(whereCondition(shipped, 'recording_enabled').map((place) => place.in)).toContain('opening')
    expect(whereCondition(shipped, 'no_such')).toEqual([])
  })

  it('is every order that an exemption waives', () => {
    const waived = shipped.orderings.filter(({ unless }) => unless !== undefined)
    expect(waived.length).toBeGreaterThan(0)
    for (const { unless = '', label } of waived)
      expect(whereExemption(shipped, unless)).toContainEqual({ in: 'ordering', label })
  })
})

describe('an opening that never comes to be', () => {
  it('is one without a tag for the direction its scenario has anyway', () => {
    const inbound = opening('inbound')
    expect(openingForNothing(shipped, inbound)).toEqual([])
    expect(openingForNothing(shipped, { ...inbound, scenarios: ['inquiry', 'satisfaction_callback'] })).toEqual([
      'inquiry',
    ])
    expect(openingForNothing(shipped, { ...inbound, scenarios: ['inquiry'], tags: ['vip'] })).toEqual([])
    expect(
      openingForNothing(shipped, { ...inbound, scenarios: ['inquiry'], directions: ['inbound', 'outbound'] }),
    ).toEqual([])
  })
})
