import { describe, expect, it } from 'vitest'
import { formOf, namePath } from '#app/(desk)/playbook/draft/_model/problem-place.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'

const shipped = shippedPlaybook()
const CASES: [path: (string | number)[], names: string, form: object | undefined][] = [
  [
    ['scenarios', 1, 'steps', 0, 'dwellSec'],
    'scenarios complaint steps opening dwellSec',
    { part: 'flow', scenario: 'complaint', step: 'opening' },
  ],
  [
    ['scenarios', 1, 'confirmation', 'by'],
    'scenarios complaint confirmation by',
    { part: 'call', scenario: 'complaint' },
  ],
  [
    ['openings', 4, 'actions', 0, 'when'],
    'openings returning actions OPEN_GREET when',
    { part: 'openings', item: 'returning' },
  ],
  [['goldenSteps', 2, 'label', 'zh'], 'goldenSteps 3 label zh', { part: 'goldenSteps', item: '3' }],
  [
    ['exemptions', 0, 'tests', 0, 'causes'],
    'exemptions customer_hung_up tests 1 causes',
    { part: 'exemptions', item: 'customer_hung_up' },
  ],
  [['policy', 3, 'about'], 'policy 4 about', { part: 'policy', item: null }],
  [['policy', 1, 'scenario'], 'policy 2 scenario', { part: 'policy', item: null }],
  [['legalBackward', 0], 'legalBackward 1', undefined],
  [[], '', undefined],
]

describe('what is wrong with a draft', () => {
  it.each(CASES)('is told by names, and leads to its form: %j', (path, names, form) => {
    expect(namePath(shipped, path).join(' ')).toBe(names)
    expect(formOf(shipped, path)).toEqual(form)
  })
})
