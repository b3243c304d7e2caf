import type { ISql } from 'postgres'

export type Checkpoint = {
  position: number
  foldVersion: number
  /** Epoch ms of the server's clock. */
  savedAt: number
  /** The floor's own serialisation; opaque here. */
  state: Uint8Array
}

/** Keeps the newest state of a floor. */
export const saveCheckpoint = async (
  sql: ISql<{ bigint: number }>,
  feedId: string,
  { position, foldVersion, savedAt, state }: Checkpoint,
): Promise<void> => {
  await sql`insert into floor_checkpoint (feed_id, position, fold_version, saved_at, state)
    values (${feedId}, ${position}, ${foldVersion}, to_timestamp(${savedAt}::float8 / 1000), ${state})
    on conflict (feed_id) do update set position = excluded.position, fold_version = excluded.fold_version,
      saved_at = excluded.saved_at, state = excluded.state`
}
