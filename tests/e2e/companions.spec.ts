import path from 'node:path'
import { connectFeed } from '#server/adapters/feed-client.ts'
import { systemClock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { expect, test } from './product-test.ts'

const recording = path.resolve(import.meta.dirname, '../fixtures/asterisk/floor.ami.gz')

type Leg = { callId: string; connectionId: string; agentId: string; at: number }

test('Words of a recogniser and an identity check join a call of the recorded PBX', async ({
  product,
  signedIn: page,
}) => {
  const { token } = await product.addFeed('pbx')
  const asr = await product.addFeed('asr', 'asr', 'pbx')
  const crm = await product.addFeed('crm', 'crm', 'pbx')
  product.feed(['asterisk', '--file', recording, '--feed', 'pbx'], token)

  const leg = await waitFor(async () => {
    const [found] = await product.sql<Leg[]>`
      select call_id as "callId", event->>'agentId' as "agentId", event->>'connectionId' as "connectionId",
             (extract(epoch from occurred_at) * 1000)::float8 as at
      from feed_event where feed_id = 'pbx' and type = 'call.connected' and event->>'connectionId' is not null order by position limit 1`
    return found
  }, 100)
  const say = async (from: { token: string }, events: Event[]) => {
    const hello = { feedId: 'pbx', epoch: 'companion', order: 'time' } as const
    const client = connectFeed({ url: product.url, token: from.token, hello, clock: systemClock })
    await client.send(events)
    await client.drained()
    await client.close()
  }
  const at = (ms: number) => new Date(leg.at + ms).toISOString()
  // A recogniser knows the leg it listens to, the customer system only who talks and when.
  await say(asr, [
    {
      type: 'transcript.segment',
      eventId: 'u1',
      occurredAt: at(1_000),
      connectionId: leg.connectionId,
      data: { utteranceId: 'u1', revision: 0, isFinal: true, role: 'customer', text: '我的宽带昨晚开始就上不了网' },
    },
  ])
  await say(crm, [
    {
      type: 'call.fact',
      eventId: 'f1',
      occurredAt: at(2_000),
      agentId: leg.agentId,
      data: { name: 'identity.verified', value: true },
    },
  ])

  await page.goto(`${product.url}/calls/pbx/${encodeURIComponent(leg.callId)}`)
  await expect(page.getByTestId('transcript')).toContainText('我的宽带昨晚开始就上不了网')
  await expect(page.getByTestId('timeline')).toContainText('身份已核验')
})
