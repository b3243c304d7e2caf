import type { z } from 'zod'
import { isStorable } from '../domain/ids.ts'

export type ReadBody<T> = { ok: true; data: T } | { ok: false; message: string }

/** Checks a request's body; text PostgreSQL cannot hold is refused here, whatever field it is in. */
export const readBody = <S extends z.ZodType<object>>(schema: S, body: unknown): ReadBody<z.infer<S>> => {
  const parsed = schema.safeParse(body)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { ok: false, message: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not understood'}` }
  }
  const odd = Object.entries(parsed.data).find(([, value]) => typeof value === 'string' && !isStorable(value))
  return odd
    ? { ok: false, message: `${odd[0]}: must not hold NUL or lone surrogates` }
    : { ok: true, data: parsed.data }
}
