'use client'

import { notifications } from '@mantine/notifications'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type FileUser, readUserTable } from '#server/domain/user-file.ts'
import { ROLES } from '#server/domain/viewer.ts'
import { USER_ROWS_AT_ONCE, type UserRowResult } from '#server/protocol/user-requests.ts'
import { cutRows } from '../../../_files/cut-rows.ts'
import { readTable } from '../../../_files/read-table.ts'
import { useLive } from '../../../_live/provider.tsx'
import { useErrorText } from '../../../_ui/error-text.ts'

export type MadePassword = { username: string; password: string }

/** Each name once over the whole file; within a piece the server says it itself. */
const splitTwice = (users: readonly FileUser[]) => {
  const seen = new Set<string>()
  const twice: UserRowResult[] = []
  const once = users.filter(({ line, username }) => {
    const name = username.toLowerCase()
    if (seen.has(name)) twice.push({ line, username, outcome: 'refused', fault: 'userTwice' })
    seen.add(name)
    return !twice.some((one) => one.line === line)
  })
  return { once, twice }
}

/** Reads a file of users, has it previewed and applied piece by piece, and makes passwords for those it added. */
export const useImport = () => {
  const { client } = useLive()
  const t = useTranslations('staff.import')
  const tSettings = useTranslations('settings')
  const tRole = useTranslations('roles')
  const errorText = useErrorText()
  const [users, setUsers] = useState<readonly FileUser[]>([])
  const [results, setResults] = useState<readonly UserRowResult[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isPending, setPending] = useState(false)
  const [isApplied, setApplied] = useState(false)
  const [made, setMade] = useState<readonly MadePassword[]>([])

  const roleOf = (text: string) => ROLES.find((role) => role === text || tRole(role) === text) ?? text

  const send = async (verb: 'user:preview-import' | 'user:import', rows: readonly FileUser[]) => {
    setPending(true)
    const { once, twice } = splitTwice(rows)
    const all = [...twice]
    for (const piece of cutRows(once, USER_ROWS_AT_ONCE)) {
      const answer = await client.request(verb, { rows: piece })
      if (!answer.ok) {
        setPending(false)
        setProblem(tSettings('failed', { reason: errorText(answer.code, answer.reason) }))
        return false
      }
      all.push(...(answer as unknown as { rows: UserRowResult[] }).rows)
    }
    setPending(false)
    setResults(all.toSorted((a, b) => a.line - b.line))
    return true
  }

  const open = async (file: File) => {
    setProblem(null)
    setResults(null)
    const table = readTable(await file.arrayBuffer())
    if (!table) return setProblem(t('notCsv'))
    const read = readUserTable(table, roleOf)
    if (typeof read === 'string') return setProblem(t('noColumn', { column: read }))
    if (read.length === 0) return setProblem(t('empty'))
    setUsers(read)
    await send('user:preview-import', read)
  }

  const apply = async () => {
    if (!(await send('user:import', users))) return
    setApplied(true)
    notifications.show({ color: 'green', message: t('applied') })
  }

  /** One after the other: each takes the server half a second. */
  const makePasswords = async () => {
    setPending(true)
    for (const { userId, username } of results ?? []) {
      if (!userId) continue
      const answer = await client.request('user:reset-password', { userId })
      if (!answer.ok) {
        setProblem(tSettings('failed', { reason: errorText(answer.code, answer.reason) }))
        break
      }
      const { password } = answer as unknown as { password: string }
      setMade((before) => [...before, { username, password }])
    }
    setPending(false)
  }

  return { results, problem, isPending, isApplied, made, open, apply, makePasswords }
}
