import type { Sql } from '#db/client.ts'
import { type CustomerCallData, loadCustomerData } from '#db/queries/load-customer-data.ts'
import { customerSubject, mayHandleCustomers } from '../../domain/customer-access.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { CodedError } from '../../errors.ts'
import type { CustomerFiles } from '../../protocol/customer-port.ts'
import type { Export } from './export.ts'

type Cells = Readonly<Record<string, unknown>>

const HEADER = ['kind', 'feedId', 'callId', 'at', 'until', 'who', 'what', 'value'] as const

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const iso = (value: unknown): string => (typeof value === 'string' ? new Date(value).toISOString() : '')

/** Everything of one call in rows of one shape, for people who read tables. */
const toRows = ({
  call,
  facts,
  segments,
  steps,
  alerts,
  disputes,
  callBacks,
  transcript,
}: CustomerCallData): string[][] => {
  const row = (kind: string, ...cells: string[]) => [kind, text(call.feed_id), text(call.call_id), ...cells]
  const each = (kind: string, list: readonly Cells[], cells: (one: Cells) => string[]) =>
    list.map((one) => row(kind, ...cells(one)))
  return [
    row(
      'call',
      iso(call.started_at),
      iso(call.cleared_at),
      text(call.caller),
      text(call.queue_id),
      text(call.scenario),
    ),
    ...facts.map(({ name, value, at }) => row('fact', new Date(at).toISOString(), '', '', name, text(value))),
    ...each('segment', segments, (s) => [
      iso(s.answered_at ?? s.offered_at),
      iso(s.ended_at),
      text(s.agent_id),
      text(s.role),
      text(s.talk_sec),
    ]),
    ...each('step', steps, (s) => [
      iso(s.entered_at),
      iso(s.exited_at),
      text(s.agent_id),
      text(s.step),
      text(s.status),
    ]),
    ...each('alert', alerts, (a) => [
      iso(a.due_at),
      iso(a.ended_at),
      text(a.agent_id),
      text(a.rule),
      `${text(a.condition)} ${text(a.handling)}`,
    ]),
    ...each('dispute', disputes, (d) => [
      iso(d.disputed_at),
      iso(d.decided_at),
      text(d.agent_id),
      text(d.rule),
      `${text(d.state)} ${text(d.reason)}`,
    ]),
    ...each('callBack', callBacks, (b) => [
      iso(b.opened_at),
      iso(b.closed_at),
      text(b.agent_id),
      text(b.rule),
      `${text(b.state)} ${text(b.note)}`.trim(),
    ]),
    ...each('transcript', transcript, (t) => [iso(t.at), '', text(t.agent_id), text(t.role), text(t.text)]),
  ]
}

/** All that is kept of one customer, by the handle their number was exchanged for. */
export const customerExport = (sql: Sql, customers: Pick<CustomerFiles, 'handles'>): Export => {
  const requireRef = (viewer: Viewer, query: URLSearchParams): string => {
    if (!mayHandleCustomers(viewer))
      throw new CodedError('forbidden', 'Only who sees all teams may take a customer’s data away.')
    const ref = customers.handles.find(query.get('handle') ?? '', viewer.id)
    if (ref === undefined) throw new CodedError('not_found', 'Look the customer up again first.')
    return ref
  }
  return {
    name: 'customer',
    permission: 'customer.data',
    header: HEADER,
    rows: async (viewer, query) => (await loadCustomerData(sql, requireRef(viewer, query))).flatMap(toRows),
    json: async (viewer, query) => ({ calls: await loadCustomerData(sql, requireRef(viewer, query)) }),
    note: (viewer, query) => ({
      action: 'customer.export',
      subject: customerSubject(requireRef(viewer, query)),
      detail: {},
    }),
  }
}
