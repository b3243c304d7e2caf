import { expect, test } from '@playwright/test'
import { findWords, kindOf, type Side, sideOf } from '#tests/support/canaries/book.ts'
import { CHANNELS, type Piece } from '#tests/support/canaries/capture.ts'
import { findMasked, findNumbers, maskedOf } from '#tests/support/canaries/numbers.ts'
import { type Story, tellStory } from '#tests/support/canaries/story.ts'

const SIDES = ['a', 'b'] as const
/** What supervisors see of their own team. */
const SHOWN = [
  'fact',
  'listener',
  'name',
  'no',
  'pause',
  'queue',
  'reason',
  'roster',
  'rosterno',
  'said',
  'team',
  'user',
]
/** What is kept besides, and shown to neither. */
const KEPT = ['help', 'saidteam', 'tag']
const CALLS_OF_BOTH = 5

let story: Story

test.beforeAll(async () => {
  test.setTimeout(600_000)
  story = await tellStory()
  for (const side of SIDES)
    for (const channel of CHANNELS)
      console.log(`supervisor of team ${side}, ${channel}: ${bytesOf(side, channel)} bytes`)
  console.log(`${story.book.count()} canaries, ${story.numbers.planted.size} numbers, ${story.stories.length} calls`)
})

const piecesOf = (side: Side): readonly Piece[] => (side === 'a' ? story.captures.a : story.captures.b)
const bytesOf = (side: Side, channel: string) =>
  piecesOf(side).reduce((sum, piece) => sum + (piece.channel === channel ? Buffer.byteLength(piece.text) : 0), 0)
const wordsOf = (side: Side) => new Set(piecesOf(side).flatMap(({ text }) => [...findWords(text)]))
const kindsOf = (words: Iterable<string>, side: Side) =>
  new Set([...words].filter((word) => sideOf(word) === side).map(kindOf))

/** Of calls that were theirs for a time, what of other teams may pass: who had them, by 工号 and team. */
const mayPass = (side: Side) => {
  const shared = story.stories.filter(({ sides }) => sides.has(side))
  const agentNos = new Set(shared.flatMap(({ agents }) => [...agents].map(story.agentNoOf)))
  return (word: string) => agentNos.has(word) || kindOf(word) === 'team'
}

for (const side of SIDES) {
  test(`[SCOPE-6] Everything a supervisor of team ${side} receives in ten minutes holds no canary of another team`, () => {
    const isLeft = mayPass(side)
    const leaked = piecesOf(side).flatMap(({ channel, from, text }) =>
      [...findWords(text)]
        .filter((word) => sideOf(word) !== side && !isLeft(word))
        .map((word) => `${word} in ${channel} ${from}`),
    )
    expect(leaked.slice(0, 20)).toEqual([])
    const theirs = new Set(
      story.stories.flatMap(({ sides, caller }) => (sides.has(side) && caller ? [maskedOf(caller.number)] : [])),
    )
    const callers = new Set(piecesOf(side).flatMap(({ text }) => [...findMasked(text)]))
    expect([...callers].filter((masked) => !theirs.has(masked))).toEqual([])
  })

  test(`[SCOPE-6] The same holds every kind of canary of team ${side} itself, and came by every way`, () => {
    const kinds = kindsOf(wordsOf(side), side)
    expect(SHOWN.filter((kind) => !kinds.has(kind))).toEqual([])
    expect(CHANNELS.filter((channel) => bytesOf(side, channel) === 0)).toEqual([])
    for (const { channel, kind } of [
      { channel: 'frames', kind: 'said' },
      { channel: 'html', kind: 'roster' },
      { channel: 'rsc', kind: 'roster' },
      { channel: 'exports', kind: 'roster' },
    ])
      expect([channel, kindsOf(wordsIn(side, channel), side).has(kind)]).toEqual([channel, true])
  })

  test(`[SCOPE-5] Of the calls that are over the supervisor of team ${side} opens those with an agent of theirs, and none that never was theirs`, () => {
    const opened = story.opened[side]
    const hadAgent = story.stories.filter(({ agentSides }) => agentSides.has(side))
    expect(hadAgent.filter(({ callId }) => !opened.has(callId))).toEqual([])
    expect(story.stories.filter(({ sides, callId }) => !sides.has(side) && opened.has(callId))).toEqual([])
    expect(
      story.stories.filter(({ agentSides }) => agentSides.has('a') && agentSides.has('b')).length,
    ).toBeGreaterThanOrEqual(CALLS_OF_BOTH)
  })

  test(`[PRIV-6] Nothing the supervisor of team ${side} receives holds a clear number but what they typed into the address`, () => {
    const { addressed } = story.provoked
    const clear = piecesOf(side).flatMap(({ channel, from, text }) =>
      [...findNumbers(text, story.numbers.planted)]
        .filter((number) => !addressed.has(number))
        .map((number) => `${number} in ${channel} ${from}`),
    )
    expect(clear.slice(0, 20)).toEqual([])
  })
}

const wordsIn = (side: Side, channel: string) =>
  piecesOf(side).flatMap((piece) => (piece.channel === channel ? [...findWords(piece.text)] : []))

test('[PRIV-6] The number a command told is the only one in its answers, and the search finds all that were sent', () => {
  const { told, whereTold, addressed, noted } = story.provoked
  const text = whereTold.map((piece) => piece.text).join('\n')
  expect([...findNumbers(text, story.numbers.planted)]).toEqual([told])
  const sent = findNumbers(story.sent, story.numbers.planted)
  const unsent = [...story.numbers.planted].filter((number) => !sent.has(number))
  expect(unsent.filter((number) => !addressed.has(number) && !noted.has(number))).toEqual([])
})

test('[PRIV-6] The logs of server and database hold neither a clear number nor a canary, however much they tell', () => {
  for (const log of [story.log, story.databaseLog]) {
    expect([...findNumbers(log, story.numbers.planted)]).toEqual([])
    expect([...findWords(log)]).toEqual([])
    expect(log.length).toBeGreaterThan(0)
  }
  expect(story.log).toContain('a feed said hello')
})

test('[PRIV-6] No column of any table holds a clear number: log, raw payloads, dead letters, audit, record and checkpoint', () => {
  const clear = [...story.store].flatMap(([column, text]) =>
    [...findNumbers(text, story.numbers.planted)].map((number) => `${number} in ${column}`),
  )
  expect(clear).toEqual([])
  const filled = [
    'feed_event.event',
    'dead_letter.event',
    'audit.detail',
    'floor_checkpoint.state',
    'transcript_segment.text',
    'call.view',
  ]
  expect(filled.filter((column) => !story.store.get(column))).toEqual([])
  expect(story.store.get('dead_letter.event')?.split('\n')).toHaveLength(story.oddities.dead)
  const words = [...story.store.values()].flatMap((text) => [...findWords(text)])
  for (const side of SIDES) {
    const kinds = kindsOf(words, side)
    expect([...SHOWN, ...KEPT, side === 'a' ? 'why' : 'note'].filter((kind) => !kinds.has(kind))).toEqual([])
  }
})
