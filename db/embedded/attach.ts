import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { APP_ROLE, DATABASE, OWNER } from '../roles.ts'

type Remembered = { port: number; ownerPassword: string; appPassword: string }

const answers = async (url: string): Promise<boolean> => {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} })
  try {
    await sql`select 1`
    return true
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The embedded server that another program runs below `dir`; undefined when none does. */
export const findEmbedded = async (dir: string): Promise<{ url: string; appUrl: string } | undefined> => {
  const file = path.join(dir, 'embedded.json')
  if (!existsSync(file)) return undefined
  const { port, ownerPassword, appPassword } = JSON.parse(readFileSync(file, 'utf8')) as Remembered
  const url = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`
  const appUrl = url(APP_ROLE, appPassword)
  return port > 0 && (await answers(appUrl)) ? { url: url(OWNER, ownerPassword), appUrl } : undefined
}
