/** What the audit speaks of, in the order people look for it. Each has its words under `audit.actions` and `audit.says`. */
export const AUDIT_ACTIONS = [
  'session.open',
  'session.refuse',
  'session.close',
  'number.reveal',
  'transcript.open',
  'customer.find',
  'customer.export',
  'customer.erase',
  'export',
  'log.export',
  'labels.export',
  'alert.acknowledge',
  'alert.resolve',
  'verdict.dispute',
  'dispute.decide',
  'callback.done',
  'callback.dropped',
  'call.set_scenario',
  'call.set_level',
  'agent.place',
  'user.add',
  'user.password',
  'user.disable',
  'user.enable',
  'team.add',
  'team.assign',
  'feed.add',
  'feed.revoke',
  'scenario.map',
  'site.zone',
  'session.end',
  'password.change',
  'user.edit',
  'user.unlock',
  'user.end_sessions',
  'agent.import',
  'membership.correct',
  'site.add',
  'site.rename',
  'site.close',
  'team.change',
  'team.close',
  'team.queues',
  'team.import',
  'identity.correct',
  'identity.take_back',
  'identity.import',
  'seat.import',
  'seat.remove',
  'roster.import',
  'roster.remove',
  'duty.save',
  'duty.remove',
  'playbook.draft',
  'playbook.discard',
  'playbook.publish',
  'playbook.back_test',
  'retention.set',
  'retention.run',
  'backup',
  'restore',
  'audit.cut',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** What a search of the audit may ask; absent: anything. Times in epoch ms, [from, to). */
export type AuditFilter = {
  from?: number
  to?: number
  /** Part of a name or user name, or a whole id. */
  actor?: string
  action?: string
  /** Part of the subject, or of the name of a user it is. */
  subject?: string
  /** Beginning of an address. */
  address?: string
}
