import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { listTeams } from '#db/queries/list-teams.ts'
import { getAccess } from '#server/access/auth.ts'
import { readUsers } from '#server/access/user-list.ts'
import { findSelf } from '#server/access/viewer.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { UsersPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('staff.users'))('title'),
})

const Page = async () => {
  await requirePermission('/settings/users', 'user.edit')
  const self = await findSelf(await headers())
  if (!self) redirect('/sign-in?next=/settings/users')
  const access = getAccess()
  const [users, teams] = await Promise.all([readUsers(access), listTeams(access.database.sql, access.clock.now())])
  return (
    <UsersPage
      users={users.map((user) => ({ ...user }))}
      teams={teams.map(({ id, name }) => ({ id, name }))}
      selfId={self.userId}
    />
  )
}

export default Page
