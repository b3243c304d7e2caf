import type { PartyRole } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'

export type RecordedUtterance = {
  utteranceId: string
  /** Epoch ms of the feed's clock. */
  at: number
  role: PartyRole
  agentId?: string
  text: string
  isFinal: boolean
}

/** The recorded page of a call, as it was written, and what was said in it. */
export const loadRecordedCall = async (
  sql: Sql,
  feedId: string,
  callId: string,
): Promise<{ view: unknown; transcript: RecordedUtterance[] } | undefined> => {
  const [row] = await sql<{ view: string; transcript: string | null }[]>`
    select view::text as view, (
      select json_agg(json_build_object(
        'utteranceId', utterance_id, 'at', (extract(epoch from at) * 1000)::bigint, 'role', role,
        'agentId', agent_id, 'text', text, 'isFinal', is_final) order by at, utterance_id)::text
      from transcript_segment t where t.feed_id = call.feed_id and t.call_id = call.call_id
    ) as transcript
    from call where feed_id = ${feedId} and call_id = ${callId}`
  if (!row) return undefined
  const said = JSON.parse(row.transcript ?? '[]') as (RecordedUtterance & { agentId: string | null })[]
  return {
    view: JSON.parse(row.view),
    transcript: said.map((utterance) => ({ ...utterance, agentId: utterance.agentId ?? undefined })),
  }
}
