import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  beginIdentity,
  IDENTITY_SOURCES,
  type Identity,
  identityAt,
  isFeedsWord,
  overlaps,
  putIdentity,
  takeBackIdentity,
} from '#server/domain/people/identity.ts'
import { type KnownAgent, resolvePerson } from '#server/domain/people/person.ts'

const DAY = 24
/** Hours of one day stand for epoch ms. */
const HOURS = Array.from({ length: DAY + 4 }, (_, hour) => hour)

const interval = (
  agentNo: string,
  from: number,
  to: number | null,
  source: Identity['source'],
  notedAt = 0,
): Identity => ({ agentNo, from, to, source, notedFrom: from, notedAt, notedBy: 'test' })

const noted = { at: 0, by: 'feed' }
const say = (known: readonly Identity[], agentNo: string, at: number) =>
  beginIdentity(known, '1001', { agentNo, at, source: 'login' }, noted)

/** `8801 login 8-16, …` */
const told = (known: readonly Identity[]) =>
  known.map(({ agentNo, source, from, to }) => `${agentNo} ${source} ${from}-${to ?? ''}`)

const arbitraryGiven = fc
  .record({
    agentNo: fc.constantFrom('8801', '8802', '8803'),
    from: fc.integer({ min: 0, max: DAY - 1 }),
    length: fc.option(fc.integer({ min: 1, max: DAY }), { nil: null }),
    source: fc.constantFrom(...IDENTITY_SOURCES),
  })
  .map(({ agentNo, from, length, source }) => interval(agentNo, from, length === null ? null : from + length, source))
const arbitraryHistory = fc.array(arbitraryGiven, { maxLength: 12 })

const RANK = { login: 1, member: 1, roster: 2, hand: 3 }

describe('who an agent of a feed was', () => {
  test('[WHO-1] intervals of one agent never overlap and stay in order, whatever is noted', () => {
    fc.assert(
      fc.property(arbitraryHistory, (history) => {
        const known = history.reduce<Identity[]>(putIdentity, [])
        for (const [i, one] of known.entries()) {
          expect(one.to === null || one.to > one.from).toBe(true)
          for (const other of known.slice(i + 1)) expect(overlaps(one, other)).toBe(false)
        }
        expect(known.map(({ from }) => from)).toEqual(known.map(({ from }) => from).toSorted((a, b) => a - b))
      }),
    )
  })

  test('[WHO-2] at every moment the highest rank is believed, and of equal ranks the one noted last', () => {
    fc.assert(
      fc.property(arbitraryHistory, (history) => {
        const known = history.reduce<Identity[]>(putIdentity, [])
        for (const hour of HOURS) {
          const there = history.filter(({ from, to }) => from <= hour && (to === null || hour < to))
          const best = there.reduce<Identity | undefined>(
            (top, one) => (top && RANK[top.source] > RANK[one.source] ? top : one),
            undefined,
          )
          const found = identityAt(known, hour)
          expect([found?.agentNo, found?.source]).toEqual([best?.agentNo, best?.source])
        }
      }),
    )
  })

  test('[WHO-2] noting the same again changes nothing', () => {
    fc.assert(
      fc.property(arbitraryHistory, arbitraryGiven, (history, given) => {
        const once = putIdentity(history.reduce<Identity[]>(putIdentity, []), given)
        const twice = putIdentity(once, given)
        for (const hour of HOURS) expect(identityAt(twice, hour)).toEqual(identityAt(once, hour))
      }),
    )
  })

  test('[WHO-2] a correction by hand splits what it lies in', () => {
    const known = putIdentity([interval('8801', 8, null, 'login')], interval('8802', 10, 12, 'hand'))
    expect(told(known)).toEqual(['8801 login 8-10', '8802 hand 10-12', '8801 login 12-'])
  })

  test('[WHO-3] three shifts at one seat are three people, each until the next is named', () => {
    const known = ['8801', '8802', '8803'].reduce<readonly Identity[]>((all, no, i) => say(all, no, i * 8), [])
    expect(told(known)).toEqual(['8801 login 0-8', '8802 login 8-16', '8803 login 16-'])
  })

  test('[WHO-3] a late word holds until the next one, and a repeated one changes nothing', () => {
    const known = say(say([], '8802', 8), '8801', 0)
    expect(told(known)).toEqual(['8801 login 0-8', '8802 login 8-'])
    expect(say(known, '8802', 12)).toBe(known)
    expect(say(known, '8801', 0)).toBe(known)
  })

  test('[WHO-3] words told again after a correction leave the correction as it is', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 4, 8, 12, 16]), arbitraryGiven, (times, given) => {
        const words = times
          .toSorted((a, b) => a - b)
          .map((at, i) => ({ agentNo: `88${String(i).padStart(2, '0')}`, at }))
        const tellAll = (known: readonly Identity[]) =>
          words.reduce<readonly Identity[]>((all, { agentNo, at }) => say(all, agentNo, at), known)
        const corrected = putIdentity(tellAll([]), { ...given, source: 'hand' })
        for (const hour of HOURS)
          expect(identityAt(tellAll(corrected), hour)?.agentNo).toBe(identityAt(corrected, hour)?.agentNo)
      }),
    )
  })

  test('[WHO-3] an agent called by its own id is nobody in particular, until the feed has named somebody', () => {
    expect(say([], '1001', 4)).toEqual([])
    expect(told(say(say([], '8801', 4), '1001', 9))).toEqual(['8801 login 4-9', '1001 login 9-'])
  })

  test('[WHO-4] what was noted over the feed’s word can be taken back, and the word is as before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: DAY }), { maxLength: 4 }), arbitraryGiven, (times, given) => {
        const words = times.reduce<readonly Identity[]>((all, at, i) => say(all, `88${i}`, at), [])
        const corrected = putIdentity(words, { ...given, source: 'hand' })
        fc.pre(words.every((one) => corrected.some((other) => other.notedFrom === one.notedFrom && isFeedsWord(other))))
        const back = takeBackIdentity(corrected, given.from)
        for (const [i, one] of back.entries())
          for (const other of back.slice(i + 1)) expect(overlaps(one, other)).toBe(false)
        for (const hour of HOURS) expect(identityAt(back, hour)?.agentNo).toBe(identityAt(words, hour)?.agentNo)
      }),
    )
  })

  test('[WHO-4] a gap where the feed had named nobody stays one', () => {
    const known = putIdentity([], interval('8801', 4, 8, 'hand'))
    expect(takeBackIdentity(known, 4)).toEqual([])
  })
})

describe('the person behind an agent', () => {
  const agent = (more: Partial<KnownAgent> = {}): KnownAgent => ({
    agentNo: '1001',
    name: 'Desk 7',
    spans: [{ teamId: 'desk', from: 0, to: null }],
    identities: [interval('8801', 8, 16, 'login')],
    ...more,
  })
  const wang: KnownAgent = {
    agentNo: '8801',
    name: 'Wang',
    spans: [{ teamId: 'north', from: 0, to: 12 }],
    identities: [],
  }
  const at = (hour: number) => resolvePerson(agent(), (no) => (no === '8801' ? wang : undefined), hour)

  test('[WHO-5] is who was identified there then, with their own name and team', () => {
    expect(at(9)).toEqual({ agentNo: '8801', name: 'Wang', teamIds: ['north'], isIdentified: true })
  })

  test('[WHO-5] has the team of where they sit while nobody has placed them', () => {
    expect(at(13)).toEqual({ agentNo: '8801', name: 'Wang', teamIds: ['desk'], isIdentified: true })
  })

  test('[WHO-5] is who the feed’s id says where nobody is identified, even with a person of that number', () => {
    const known = agent({ agentNo: '8801' })
    expect(resolvePerson(known, () => wang, 7)).toEqual({ agentNo: '8801', name: 'Desk 7', teamIds: ['desk'] })
    expect(resolvePerson(undefined, () => wang, 7)).toBeUndefined()
  })
})
