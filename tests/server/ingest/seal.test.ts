import { expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { createSeal } from '#server/ingest/seal.ts'

const seal = createSeal('a secret of this installation', systemClock)

it('equal numbers get equal refs and different boxes', () => {
  const [a, b] = [seal.number('+86 138 0013 8000'), seal.number('13800138000')]
  expect(a.customerRef).toBe(b.customerRef)
  expect(a.sealed).not.toBe(b.sealed)
  expect([a, b].map(({ sealed }) => seal.open(sealed ?? ''))).toEqual(['13800138000', '13800138000'])
})

it('another secret gives other refs and cannot open', () => {
  const other = createSeal('a secret of somebody else', systemClock)
  const { customerRef, sealed } = seal.number('13800138000')
  expect(other.number('13800138000').customerRef).not.toBe(customerRef)
  expect(() => other.open(sealed ?? '')).toThrow()
})

it('a changed box does not open', () => {
  const { sealed = '' } = seal.number('13800138000')
  const changed = sealed.slice(0, -4) + (sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA')
  expect(() => seal.open(changed)).toThrow()
})

it('what is no number is shown masked and has no ref', () => {
  expect(seal.number('anonymous')).toEqual({ masked: 'anonymous' })
})

it('a short secret is refused', () => {
  expect(() => createSeal('short', systemClock)).toThrow(/at least 16/)
})
