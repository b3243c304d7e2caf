import type { ISql } from 'postgres'
import { PEOPLE } from '#server/domain/people/person.ts'
import type { Shift } from '#server/domain/people/shifts.ts'

/** Adds shifts or replaces those of the same person and beginning; people nobody knew yet are known from now on. */
export const saveShifts = async (
  tx: ISql<{ bigint: number }>,
  shifts: readonly Shift[],
  noted: { at: number; by: string },
): Promise<void> => {
  await tx`
    insert into roster_shift (agent_no, starts_at, ends_at, site, seat, noted_at, noted_by)
    select "agentNo", to_timestamp("from" / 1000), to_timestamp("to" / 1000), site, seat,
           to_timestamp(${noted.at}::float8 / 1000), ${noted.by}
    from json_to_recordset(${JSON.stringify(shifts)}::text::json)
      as s("agentNo" text, "from" float8, "to" float8, site text, seat text)
    on conflict (agent_no, starts_at) do update set ends_at = excluded.ends_at, site = excluded.site,
      seat = excluded.seat, noted_at = excluded.noted_at, noted_by = excluded.noted_by`
  const people = [...new Set(shifts.map(({ agentNo }) => agentNo))]
  await tx`insert into agent (feed_id, agent_id, agent_no, first_seen_at)
    select ${PEOPLE}, no, no, to_timestamp(${noted.at}::float8 / 1000) from unnest(${people}::text[]) as no
    on conflict do nothing`
}

export const removeShift = async (
  tx: ISql<{ bigint: number }>,
  given: { agentNo: string; from: number },
): Promise<Shift | undefined> => {
  const [row] = await tx<Shift[]>`
    delete from roster_shift where agent_no = ${given.agentNo} and starts_at = to_timestamp(${given.from}::float8 / 1000)
    returning agent_no as "agentNo", site, seat, (extract(epoch from starts_at) * 1000)::float8 as "from",
              (extract(epoch from ends_at) * 1000)::float8 as "to"`
  return row && { ...row }
}
