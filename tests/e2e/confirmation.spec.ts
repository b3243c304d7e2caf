import { connectFeed } from '#server/adapters/feed-client.ts'
import { systemClock } from '#server/clock.ts'
import type { Event, EventData, EventHead, EventType } from '#server/domain/event.ts'
import { expect, test } from './product-test.ts'

const SECOND = 1_000
const CALL = 'plan-1'
const LEG = { callId: CALL, segmentId: `${CALL}/1`, agentId: '3082', queueId: '投诉专席' }

/** A feed whose clock the test sets: it tells what happened at a second of the call, and how far its clock has come. */
const openFeed = (url: string, token: string) => {
  const startedAt = Date.now() - 150 * SECOND
  const at = (second: number) => startedAt + second * SECOND
  const hello = { feedId: 'pbx', epoch: 'e1', order: 'time' } as const
  const client = connectFeed({ url, token, hello, clock: systemClock })
  let told = 0
  let reached = 0
  const event = <T extends EventType>(second: number, type: T, data: EventData<T>, head: Partial<EventHead> = LEG) => {
    told += 1
    return { eventId: `e${told}`, occurredAt: new Date(at(second)).toISOString(), ...head, type, data } as Event
  }
  const say = (role: 'agent' | 'customer') => (second: number, text: string) =>
    event(second, 'transcript.segment', { utteranceId: `u${second}`, revision: 0, isFinal: true, role, text })
  const beat = () => client.heartbeat(at(reached))
  const beating = setInterval(() => void beat(), SECOND)
  return {
    event,
    agent: say('agent'),
    customer: say('customer'),
    /** Everything up to `second` is told. */
    async tell(second: number, ...events: Event[]) {
      await client.send(events)
      await client.drained()
      reached = second
      await beat()
    },
    async close() {
      clearInterval(beating)
      await client.close()
    },
  }
}

test('A supervisor sees a plan wait for its confirmation, is called while it can still be said, and sees it put right', async ({
  product,
  signedIn: page,
}) => {
  const { token } = await product.addFeed('pbx')
  const feed = openFeed(product.url, token)
  const { event, agent, customer } = feed
  await feed.tell(
    5,
    event(0, 'feed.snapshot_begin', { asOf: new Date().toISOString() }, {}),
    event(0, 'feed.snapshot_end', {}, {}),
    event(0, 'call.offered', { direction: 'inbound' }, { callId: CALL }),
    event(1, 'call.queued', {}, { callId: CALL, queueId: LEG.queueId }),
    event(3, 'call.connected', {}),
    event(3, 'transcript.started', {}),
    event(3, 'scenario.tagged', { scenario: 'complaint' }),
    agent(4, '您好，蓝海客服，工号3082，请问有什么可以帮您'),
  )
  await page.goto(`${product.url}/calls/pbx/${CALL}`)
  const step = (name: string) => page.getByTestId(`check-${name}`)
  const alert = page.getByTestId('call-alert-confirmation_due')
  const next = page.getByTestId('next-due')

  await test.step('the opening is done', async () => {
    await feed.tell(24, customer(10, '你们乱扣钱，这个月多扣我二十块'), agent(16, '换成是我也会着急，您慢慢说'))
    await feed.tell(24, agent(22, '给您添麻烦了，我先跟您道歉'))
    await expect(step('opening')).toHaveAttribute('data-status', 'done')
  })

  await test.step('the need is identified, by a phrase that is marked inside what was said', async () => {
    await feed.tell(36, agent(30, '我复述一下，五号多扣了二十元体验包的钱，您要求退回，对吗'), customer(34, '对'))
    await feed.tell(44, agent(42, '帮您查到了，原因是体验包到期系统没有自动取消'))
    await expect(step('need_identification')).toHaveAttribute('data-status', 'done')
    const phrase = page.getByTestId('line-u30').locator('[data-proves]').first()
    await expect(phrase).toBeVisible()
    expect('我复述一下，五号多扣了二十元体验包的钱，您要求退回，对吗').toContain((await phrase.textContent()) ?? '?')
  })

  await test.step('the plan waits for its confirmation as soon as it is told', async () => {
    await feed.tell(52, agent(50, '我给您申请退回二十元并关掉体验包'))
    await expect(next).toContainText('请客户确认方案')
    await expect(next).toContainText('这样安排您看可以吗')
    await expect(next.getByTestId('time-left')).toContainText('还剩')
    await expect(alert).toHaveCount(0)
  })

  await test.step('nobody confirms: the alert comes while the call lasts and it can still be said', async () => {
    await feed.tell(116, customer(80, '那你们快一点'), agent(100, '我看一下'), customer(114, '嗯'))
    await expect(alert).toHaveAttribute('data-condition', 'holding')
    await expect(next).toContainText('请客户确认方案')
    await expect(next.getByTestId('time-left')).toHaveAttribute('data-over', '')
    await expect(alert).toContainText('仍成立')
  })

  await test.step('[SPEECH-13] a farewell the agent only begins is shown as being said, and nothing more', async () => {
    const words = { utteranceId: 'u118', role: 'agent', text: '请问还有其他可以帮' } as const
    await feed.tell(118, event(118, 'transcript.segment', { ...words, revision: 0, isFinal: false }))
    await expect(step('closing')).toHaveAttribute('data-being-said', 'true')
    await expect(step('closing')).toContainText('正在说')
    await expect(step('closing')).toHaveAttribute('data-status', 'pending')
  })

  await test.step('the agent confirms, and the page shows it put right', async () => {
    await feed.tell(126, agent(122, '这样安排您看可以吗'), customer(125, '可以'))
    await expect(alert).toHaveAttribute('data-condition', 'put_right')
    await expect(alert).toContainText('已补救')
    await expect(next).not.toContainText('请客户确认方案')
    await expect(step('closing')).not.toHaveAttribute('data-being-said')
  })
  await feed.close()
})
