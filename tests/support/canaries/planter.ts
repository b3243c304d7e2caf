import type { Draft } from '#server/adapters/simulate/journal.ts'
import type { Book, Side } from './book.ts'
import type { CallStory } from './floor.ts'
import type { Numbers } from './numbers.ts'

type Data = Record<string, unknown>

type Parts = {
  book: Book
  numbers: Numbers
  sideOf: (agentId: string) => Side
  storyOf: (callId: string) => CallStory
}

/** Every so many spoken lines somebody tells their number, and the recogniser's friend hears a complaint. */
const NUMBER_EVERY = 4
const COMPLAINT_EVERY = 23

/** Puts canaries and numbers into what a simulated floor tells, and adds what the simulator leaves out. */
export const createPlanter = ({ book, numbers, sideOf, storyOf }: Parts) => {
  const agentNos = new Map<string, string>()
  const queues = new Map<Side, string>()
  let spoken = 0
  let facts = 0

  /** A queue only this side's agents are on. */
  const queueOf = (side: Side): string => {
    const queueId = queues.get(side) ?? `${book.plant(side, 'queue')} ${numbers.mobile()}`
    queues.set(side, queueId)
    return queueId
  }

  const profile = (side: Side, agentId: string): Data => {
    const agentNo = agentNos.get(agentId) ?? book.plant(side, 'no')
    agentNos.set(agentId, agentNo)
    const name = `${book.plant(side, 'name')} ${numbers.written()}`
    return { name, agentNo, team: book.plant(side, 'saidteam'), queues: [queueOf(side)] }
  }

  /** The way the caller's number is written is another one for each call. */
  const customer = (callId: string, data: Data): Data => {
    const story = storyOf(callId)
    story.caller ??= numbers.caller()
    return { ...data, customerNumber: story.caller.written }
  }

  const complaint = (side: Side, draft: Draft): Draft[] => [
    {
      ...draft,
      type: 'complaint.level',
      data: { level: 2 + (spoken % 3 === 0 ? 1 : 0), reason: `${book.plant(side, 'reason')} ${numbers.told()}` },
    },
    {
      ...draft,
      type: 'supervision.started',
      data: { mode: 'listen', supervisor: `${book.plant(side, 'listener')} ${numbers.written()}` },
    },
  ]

  const help = (side: Side, draft: Draft): Draft => ({
    ...draft,
    type: 'help.requested',
    data: { reason: `${book.plant(side, 'help')} ${numbers.told()}` },
  })

  const say = (side: Side, draft: Draft, data: Data): Draft[] => {
    spoken += 1
    const number = spoken % NUMBER_EVERY === 0 ? `，我的号码是${numbers.told()}` : ''
    const line = { ...draft, data: { ...data, text: `${data.text} ${book.plant(side, 'said')}${number}` } }
    return spoken % COMPLAINT_EVERY === 0 ? [line, ...complaint(side, draft), help(side, draft)] : [line]
  }

  const recordFact = (side: Side, data: Data): Data => {
    facts += 1
    if (typeof data.value === 'number') return data
    const number = facts % 2 === 0 ? ` ${numbers.written()}` : ''
    return { ...data, value: `${book.plant(side, 'fact')}${number}` }
  }

  return {
    agentNoOf: (agentId: string) => agentNos.get(agentId),
    plant(draft: Draft): Draft[] {
      const { type, head } = draft
      const data = draft.data as Data
      const side = head.agentId === undefined ? 'n' : sideOf(head.agentId)
      const withData = (more: Data): Draft[] => [{ ...draft, data: more }]
      switch (type) {
        case 'agent.profile':
          return withData(profile(side, head.agentId ?? ''))
        case 'agent.state':
          return data.reason ? withData({ ...data, reason: book.plant(side, 'pause') }) : [draft]
        case 'call.offered':
          return withData(customer(head.callId ?? '', data))
        case 'feed.snapshot_item':
          return head.callId ? withData(customer(head.callId, data)) : [draft]
        case 'transcript.segment':
          return say(side, draft, data)
        case 'call.fact':
          return head.agentId ? withData(recordFact(side, data)) : [draft]
        case 'help.requested':
          return [help(side, draft)]
        case 'scenario.tagged':
          return withData({ ...data, tag: book.plant(side, 'tag') })
        default:
          return [draft]
      }
    },
  }
}
