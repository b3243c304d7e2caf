import type { Headers } from './ami-recording.ts'

type Channel = {
  Channel: string
  Uniqueid: string
  Linkedid: string
  CallerIDNum: string
  Exten: string
  ChannelState: string
  bridge: string
  application: string
  data: string
  createdAt: number
}

const MEMBER_EVENTS = /^QueueMember(Status|Pause|Added|Penalty)$/

/** What a PBX would answer at this point of a recording: its channels, bridges, members and waiting callers. */
export const createAmiState = (initial: readonly Headers[]) => {
  const channels = new Map<string, Channel>()
  const members = new Map<string, Headers>()
  const queues = new Map<string, string>()
  const waiting = new Map<string, { queue: string; since: number }>()

  const keyOf = (h: Headers) => `${h.Queue} ${h.Interface ?? h.Location}`
  const takeMember = (h: Headers) => {
    members.set(keyOf(h), {
      Queue: h.Queue ?? '',
      Name: h.MemberName ?? h.Name ?? '',
      Location: h.Interface ?? h.Location ?? '',
      StateInterface: h.StateInterface ?? '',
      Status: h.Status ?? '0',
      Paused: h.Paused ?? '0',
      PausedReason: h.PausedReason ?? '',
    })
  }

  const takeChannel = (h: Headers, prefix: string, at: number) => {
    const uid = h[`${prefix}Uniqueid`]
    const name = h[`${prefix}Channel`]
    if (!uid || !name) return undefined
    const known = channels.get(uid)
    const channel: Channel = {
      bridge: known?.bridge ?? '',
      application: known?.application ?? '',
      data: known?.data ?? '',
      createdAt: known?.createdAt ?? at,
      Channel: name,
      Uniqueid: uid,
      Linkedid: h[`${prefix}Linkedid`] ?? uid,
      CallerIDNum: h[`${prefix}CallerIDNum`] ?? '',
      Exten: h[`${prefix}Exten`] ?? '',
      ChannelState: h[`${prefix}ChannelState`] ?? '',
    }
    channels.set(uid, channel)
    return channel
  }

  const setApplication = (channel: Channel | undefined, application: string, data: string) => {
    if (channel) Object.assign(channel, { application, data })
  }

  const take = (h: Headers, at: number): void => {
    const event = h.Event ?? ''
    if (MEMBER_EVENTS.test(event)) return takeMember(h)
    if (event === 'QueueMemberRemoved') return void members.delete(keyOf(h))
    const channel = takeChannel(h, '', at)
    const dest = takeChannel(h, 'Dest', at)
    if (event === 'DialBegin') {
      setApplication(channel?.application === 'Queue' ? undefined : channel, 'Dial', '')
      if (dest?.application === '') setApplication(dest, 'AppDial', '(Outgoing Line)')
    }
    if (event === 'AgentCalled') setApplication(dest, 'AppQueue', '(Outgoing Line)')
    if (event === 'QueueCallerJoin' && channel) {
      setApplication(channel, 'Queue', `${h.Queue},tT`)
      waiting.set(channel.Uniqueid, { queue: h.Queue ?? '', since: at })
    }
    if (event === 'QueueCallerLeave' && channel) waiting.delete(channel.Uniqueid)
    if (event === 'BridgeEnter' && channel) channel.bridge = h.BridgeUniqueid ?? ''
    if (event === 'BridgeLeave' && channel) channel.bridge = ''
    if (event === 'Hangup' && channel) {
      channels.delete(channel.Uniqueid)
      waiting.delete(channel.Uniqueid)
    }
  }

  for (const h of initial) {
    if (h.Event === 'QueueParams') queues.set(h.Queue ?? '', h.Strategy ?? '')
    if (h.Event === 'QueueMember') takeMember(h)
  }

  return {
    take,
    queueStatus(at: number): Headers[] {
      const rows: Headers[] = [...queues].map(([Queue, Strategy]) => ({ Event: 'QueueParams', Queue, Strategy }))
      for (const member of members.values()) rows.push({ Event: 'QueueMember', ...member })
      for (const [uid, { queue, since }] of waiting) {
        const c = channels.get(uid)
        if (!c) continue
        const { Channel, Uniqueid, Linkedid, CallerIDNum } = c
        const Wait = String(Math.floor(at / 1000) - Math.floor(since / 1000))
        rows.push({ Event: 'QueueEntry', Queue: queue, Position: '1', Channel, Uniqueid, Linkedid, CallerIDNum, Wait })
      }
      return [...rows, { Event: 'QueueStatusComplete', EventList: 'Complete', ListItems: String(rows.length) }]
    },
    coreShowChannels(at: number): Headers[] {
      const rows = [...channels.values()].map(({ bridge, application, data, createdAt, ...channel }) => ({
        Event: 'CoreShowChannel',
        ...channel,
        Application: application,
        ApplicationData: data,
        Duration: new Date(at - createdAt).toISOString().slice(11, 19),
        BridgeId: bridge,
      }))
      return [...rows, { Event: 'CoreShowChannelsComplete', EventList: 'Complete', ListItems: String(rows.length) }]
    },
  }
}
