import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { CustomersPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('customers'))('title'),
})

const Page = async () => {
  await requirePermission('/settings/customers', 'customer.data')
  return <CustomersPage />
}

export default Page
