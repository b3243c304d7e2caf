import { insertAudit } from '#db/writes/insert-audit.ts'

export type AuditActor = {
  /** `shell`: whoever runs `npm run admin` on the machine. `nobody`: a request without a session. `server`: its own work. */
  kind: 'user' | 'screen' | 'shell' | 'nobody' | 'server'
  id: string
}

export type AuditEntry = {
  /** Server time, epoch ms. */
  at: number
  actor: AuditActor
  /** Noun and verb, such as `alert.acknowledge`. */
  action: string
  /** Kind and id of what it was done to, such as `user:7`. */
  subject: string
  detail?: Record<string, unknown>
  /** Where the request came from. */
  address?: string
}

/** `user:7`: how a row says who noted it. */
export const nameActor = ({ kind, id }: AuditActor): string => `${kind}:${id}`

/** Adds one line to the audit, which nobody can change or shorten. Give the transaction of the change it speaks of. */
export const appendAudit = (sql: Parameters<typeof insertAudit>[0], entry: AuditEntry): Promise<void> =>
  insertAudit(sql, { ...entry, actorKind: entry.actor.kind, actorId: entry.actor.id })
