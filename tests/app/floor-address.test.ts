import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALERT_FILTERS, SCENARIO_FILTERS, STATE_FILTERS, STEP_FILTERS } from '#app/(desk)/floor/_model/filter.ts'
import { CALL_PARAM, FLOOR_PARAMS, SORTS } from '#app/(desk)/floor/search-params.ts'
import { HOSTILE_QUERIES } from '#tests/support/hostile-queries.ts'

const hostile = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_QUERIES) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...SORTS)
      .chain((sort) => fc.constantFrom(`${sort} desc`, ` ${sort}`, sort.toUpperCase())),
  },
)

describe('the address of the floor', () => {
  it('chooses an order and filters from our own lists, whatever ten thousand strangers write in it', () => {
    const lists = [
      [FLOOR_PARAMS.state, STATE_FILTERS],
      [FLOOR_PARAMS.scenario, SCENARIO_FILTERS],
      [FLOOR_PARAMS.step, STEP_FILTERS],
      [FLOOR_PARAMS.alert, ALERT_FILTERS],
    ] as const
    fc.assert(
      fc.property(hostile, (text) => {
        expect(SORTS).toContain(FLOOR_PARAMS.sort.parseServerSide(text))
        expect([null, '1']).toContain(FLOOR_PARAMS.desc.parseServerSide(text))
        for (const [parser, known] of lists)
          for (const chosen of parser.parseServerSide(text)) expect(known).toContain(chosen)
      }),
      { numRuns: 10_000 },
    )
  })

  it('names a call or none, and never fails', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const call = CALL_PARAM.call.parseServerSide(text)
        expect(call === null || (call.feed.length > 0 && call.callId.length > 0)).toBe(true)
      }),
      { numRuns: 10_000 },
    )
  })
})
