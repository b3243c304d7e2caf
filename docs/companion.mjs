import { io } from 'socket.io-client'

const [feedId, agentId, url = 'http://127.0.0.1:3000'] = process.argv.slice(2)
const auth = { token: process.env.LINEWARDEN_FEED_TOKEN }
const feed = io(url, { path: '/feed', transports: ['websocket'], auth })
const occurredAt = new Date().toISOString()
const data = { name: 'identity.verified', value: true }
const event = { eventId: '1', type: 'call.fact', agentId, occurredAt, data }

feed.on('connect_error', (error) => console.error(error.message))
feed.on('connect', async () => {
  const hello = { v: 1, feedId, epoch: `crm-${occurredAt}`, order: 'time', resumed: true }
  const greeted = await feed.emitWithAck('feed:hello', hello)
  console.log(greeted.ok ? await feed.emitWithAck('feed:events', { events: [event] }) : greeted)
  feed.close()
})
