/** A time in a team: [from, to) in epoch ms, `to` null while it lasts. */
export type Membership = { teamId: string; from: number; to: number | null }

const end = ({ to }: Membership) => to ?? Number.POSITIVE_INFINITY

export const membershipAt = (spans: readonly Membership[], at: number): Membership | undefined =>
  spans.find((span) => span.from <= at && at < end(span))

export type Correction =
  | { ok: true }
  | { ok: false; why: 'gone' }
  | { ok: false; why: 'empty' }
  | { ok: false; why: 'overlap'; with: Membership }

/** Whether the membership that began at `old` may become `next`: an agent is in one team at a time. */
export const checkCorrection = (
  spans: readonly Membership[],
  old: number | null,
  next: Membership | null,
): Correction => {
  if (old !== null && !spans.some(({ from }) => from === old)) return { ok: false, why: 'gone' }
  if (!next) return { ok: true }
  if (end(next) <= next.from) return { ok: false, why: 'empty' }
  const hit = spans.find((span) => span.from !== old && span.from < end(next) && next.from < end(span))
  return hit ? { ok: false, why: 'overlap', with: hit } : { ok: true }
}
