import type { Clock } from '../../clock.ts'
import { CodedError } from '../../errors.ts'

export const UPLOAD_ROWS = 10_000
const KEPT_MS = 30 * 60_000

type Upload<R> = { id: string; rows: R[]; touchedAt: number }

/** Files on their way in, one a person: gathered in parts, looked at, then applied. */
export const createUploads = <R>(clock: Clock) => {
  const uploads = new Map<string, Upload<R>>()

  const sweep = () => {
    for (const [owner, { touchedAt }] of uploads) if (clock.now() - touchedAt > KEPT_MS) uploads.delete(owner)
  }

  return {
    /** Adds rows to the upload of an owner and returns all it has. Another id begins anew. Throws `too_large`. */
    add(owner: string, id: string, rows: readonly R[]): readonly R[] {
      sweep()
      const known = uploads.get(owner)
      const upload = known?.id === id ? known : { id, rows: [], touchedAt: 0 }
      if (upload.rows.length + rows.length > UPLOAD_ROWS) {
        throw new CodedError('too_large', `A file has no more than ${UPLOAD_ROWS} lines.`, {
          reason: { key: 'importTooLong', params: { count: UPLOAD_ROWS } },
        })
      }
      upload.rows.push(...rows)
      upload.touchedAt = clock.now()
      uploads.set(owner, upload)
      return upload.rows
    },
    drop: (owner: string) => void uploads.delete(owner),
  }
}
