import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { findCredential } from '#db/queries/find-credential.ts'
import { listSignIns } from '#db/queries/list-sign-ins.ts'
import { getAccess } from '#server/access/auth.ts'
import { findSelf } from '#server/access/viewer.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { AccountPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('staff.account'))('title'),
})

const Page = async () => {
  await requirePermission('/settings/account', 'account.own')
  const self = await findSelf(await headers())
  if (!self) redirect('/sign-in?next=/settings/account')
  const { database, clock } = getAccess()
  const [credential, signIns] = await Promise.all([
    findCredential(database.sql, self.userId),
    listSignIns(database.sql, self.userId, clock.now()),
  ])
  return (
    <AccountPage
      username={credential?.username ?? ''}
      hasPassword={Boolean(credential?.hash)}
      signIns={signIns.map((one) => ({ ...one }))}
      thisSession={self.sessionId}
    />
  )
}

export default Page
