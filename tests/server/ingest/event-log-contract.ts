import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { EventLog, NewEntry } from '#server/domain/event-log.ts'

let serial = 0
const AT = Date.UTC(2026, 10, 22, 7, 30)

/** An entry as ingest hands it to the log. */
export const newEntry = (given: Partial<NewEntry> & { eventId?: string; callId?: string } = {}): NewEntry => {
  serial += 1
  const { eventId = `e${serial}`, callId = 'call-1', ...rest } = given
  return {
    source: 'feed',
    origin: 'owner',
    epoch: 'boot-1',
    receivedAt: systemClock.now(),
    event: {
      eventId,
      callId,
      occurredAt: new Date(AT + serial * 1000).toISOString(),
      type: 'transcript.segment',
      data: { utteranceId: `u${serial}`, revision: 0, isFinal: true, role: 'customer', text: '我要投诉 😀' },
    },
    ...rest,
  }
}

const ids = (entries: { event: { eventId: string } }[]) => entries.map(({ event }) => event.eventId)

/** What every event log promises. `open` gives a log and makes a feed in it. */
export const describeEventLog = (
  name: string,
  open: () => Promise<{ log: EventLog; addFeed(feedId: string): Promise<void> }>,
) => {
  describe(`the event log in ${name}`, () => {
    let log: EventLog
    let addFeed: (feedId: string) => Promise<void>
    let feed: string
    let term: number
    let feeds = 0

    beforeAll(async () => {
      ;({ log, addFeed } = await open())
    })
    beforeEach(async () => {
      feeds += 1
      feed = `feed-${feeds}`
      await addFeed(feed)
      ;({ term } = await log.claim(feed, 'me'))
    })

    it('gives rising positions and reads them back in order', async () => {
      const given = [newEntry(), newEntry(), newEntry()]
      const first = await log.append(feed, term, given)
      const second = await log.append(feed, term, [newEntry()])
      const positions = [...first.positions, ...second.positions]
      expect(positions.every((p, i) => p !== null && (i === 0 || p > (positions[i - 1] ?? 0)))).toBe(true)
      const read = await log.read(feed, 0, 10)
      expect(read.map((e) => e.position)).toEqual(positions)
      expect(read[0]).toEqual({
        feedId: feed,
        position: positions[0],
        source: 'feed',
        origin: 'owner',
        epoch: 'boot-1',
        at: Date.parse(given[0]?.event.occurredAt ?? ''),
        receivedAt: given[0]?.receivedAt,
        event: given[0]?.event,
      })
    })

    it('keeps the first of two equal ids, within a batch and across batches', async () => {
      const first = await log.append(feed, term, [
        newEntry({ eventId: 'a' }),
        newEntry({ eventId: 'a' }),
        newEntry({ eventId: 'b' }),
      ])
      expect(first.positions.map((p) => p === null)).toEqual([false, true, false])
      const again = await log.append(feed, term, [newEntry({ eventId: 'b' }), newEntry({ eventId: 'c' })])
      expect(again.positions.map((p) => p === null)).toEqual([true, false])
      expect(ids(await log.read(feed, 0, 10))).toEqual(['a', 'b', 'c'])
    })

    it('tells equal ids of different epochs, origins and sources apart', async () => {
      const { positions } = await log.append(feed, term, [
        newEntry({ eventId: 'x' }),
        newEntry({ eventId: 'x', epoch: 'boot-2' }),
        newEntry({ eventId: 'x', origin: 'crm' }),
        newEntry({ eventId: 'x', source: 'server' }),
        newEntry({ eventId: 'x', source: 'person' }),
      ])
      expect(positions).not.toContain(null)
    })

    it('reads on from a position, no more than asked', async () => {
      await log.append(
        feed,
        term,
        ['a', 'b', 'c', 'd'].map((eventId) => newEntry({ eventId })),
      )
      const head = await log.read(feed, 0, 2)
      expect(ids(head)).toEqual(['a', 'b'])
      expect(ids(await log.read(feed, head[1]?.position ?? 0, 2))).toEqual(['c', 'd'])
      expect(await log.read(feed, Number.MAX_SAFE_INTEGER, 2)).toEqual([])
    })

    it('reads all of one call and nothing else', async () => {
      await log.append(feed, term, [
        newEntry({ eventId: 'a', callId: 'one' }),
        newEntry({ eventId: 'b', callId: 'two' }),
        newEntry({ eventId: 'c', callId: 'one' }),
      ])
      expect(ids(await log.readCall(feed, 'one'))).toEqual(['a', 'c'])
    })

    it('reads what companions said of a call, once it is written down which of their entries it was', async () => {
      const { positions } = await log.append(feed, term, [
        newEntry({ eventId: 'a', callId: 'one' }),
        newEntry({ eventId: 'words', callId: 'by another name', origin: 'asr' }),
      ])
      expect(ids(await log.readCall(feed, 'one'))).toEqual(['a'])
      const event = { ...newEntry().event, eventId: 'joined', callId: 'one', type: 'call.joined' }
      const data = { positions: [positions[1] ?? 0] }
      await log.append(feed, term, [newEntry({ source: 'server', event: { ...event, data } })])
      expect(ids(await log.readCall(feed, 'one'))).toEqual(['a', 'words', 'joined'])
      expect(ids(await log.readCall(feed, 'by another name'))).toEqual(['words'])
    })

    it('refuses an owner that lost the feed, and stores nothing of it', async () => {
      const next = await log.claim(feed, 'you')
      await expect(log.append(feed, term, [newEntry()])).rejects.toMatchObject({ code: 'fenced' })
      await expect(log.renew(feed, 'me')).rejects.toMatchObject({ code: 'fenced' })
      expect(await log.read(feed, 0, 10)).toEqual([])
      await log.append(feed, next.term, [newEntry({ eventId: 'mine' })])
      expect(ids(await log.read(feed, 0, 10))).toEqual(['mine'])
    })

    it('lets an owner renew what it holds, and says where the log ends', async () => {
      const { positions } = await log.append(feed, term, [newEntry(), newEntry()])
      const renewed = await log.renew(feed, 'me')
      expect(renewed.term).toBeGreaterThan(term)
      expect(renewed.position).toBe(positions[1])
    })

    it('refuses a feed nobody added', async () => {
      await expect(log.claim('nobody', 'me')).rejects.toMatchObject({ code: 'not_found' })
    })

    it('keeps feeds apart', async () => {
      await addFeed(`${feed}-other`)
      const other = await log.claim(`${feed}-other`, 'me')
      await log.append(feed, term, [newEntry({ eventId: 'same' })])
      const { positions } = await log.append(`${feed}-other`, other.term, [newEntry({ eventId: 'same' })])
      expect(positions).toEqual([1])
      expect(await log.read(feed, 0, 10)).toHaveLength(1)
    })

    it('keeps an event of an unknown type as it came', async () => {
      const foreign: NewEntry = {
        ...newEntry(),
        event: {
          eventId: 'f',
          occurredAt: '2026-11-22T07:30:00.000Z',
          type: 'vendor.odd',
          data: { deep: [1, { a: '中' }], none: null },
        },
      }
      await log.append(feed, term, [foreign])
      expect((await log.read(feed, 0, 10))[0]?.event).toEqual(foreign.event)
    })
  })
}
