import { answeredComplaint } from './scenario.ts'

/**
 * A complaint the agent promised to pass on, with a system that tells of tickets: creating one failed. It lasts: what
 * comes of it is the test's.
 */
export const promisedTicket = (callId = 'c1') =>
  answeredComplaint(callId)
    .listens(10)
    .fact(12, 'crm.record_opened')
    .fact(13, 'ticket.created', false)
    .goesThrough(11, 10, 'opening', 'need_identification', 'resolution')
    .agent(35, '我这边给您记录下来，转给相关部门处理，建单跟进')
    .step(60, 'confirmation')
    .step(70, 'closing')
    .agent(71, '再见')

/** What the missing ticket is known by. */
export const ticketKey = (callId = 'c1') => `action_missed|${callId}-s1:RES_TICKET|r1`
