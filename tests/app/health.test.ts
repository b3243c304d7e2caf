import { describe, expect, test } from 'vitest'
import { judgeFeedTime, judgeHealth } from '#app/_live/health.ts'
import type { FeedRow } from '#server/protocol/live.ts'

const NOW = 1_700_000_000_000
const row = (part: Partial<FeedRow>): FeedRow => ({
  feedId: 'f',
  name: 'f',
  demo: false,
  health: 'live',
  lastAt: NOW - 1000,
  offsetMs: 0,
  sources: [],
  unmatched: 0,
  ...part,
})

describe('what a page says of a feed', () => {
  test('is live while the feed speaks', () => {
    expect(judgeFeedTime(row({}), NOW, true, NOW)).toEqual({ health: 'live' })
  })

  test('is stale on its own account five seconds after the last word, whatever the server said', () => {
    expect(judgeHealth(row({ lastAt: NOW - 5000 }), true, NOW)).toBe('live')
    expect(judgeHealth(row({ lastAt: NOW - 5001 }), true, NOW)).toBe('stale')
  })

  test('stands still at the last word of a stale feed', () => {
    const time = judgeFeedTime(row({ health: 'stale', lastAt: NOW - 4000 }), NOW, true, NOW)
    expect(time).toEqual({ health: 'stale', frozenAt: NOW - 4000 })
  })

  test('stands still at the last frame when the connection is lost', () => {
    expect(judgeFeedTime(row({}), NOW - 7000, false, NOW)).toEqual({ health: 'lost', frozenAt: NOW - 7000 })
  })

  test('is never live before the feed has spoken', () => {
    expect(judgeFeedTime(row({ health: 'never', lastAt: undefined }), NOW, true, NOW).health).toBe('never')
    expect(judgeFeedTime(undefined, NOW, true, NOW).health).toBe('never')
  })
})
