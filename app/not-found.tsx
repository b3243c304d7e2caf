import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageNote } from './_ui/page-note.tsx'

const NotFound = async () => {
  const t = await getTranslations('pages')
  return (
    <PageNote title={t('notFoundTitle')} text={t('notFoundText')}>
      <Link href="/floor">{t('home')}</Link>
    </PageNote>
  )
}

export default NotFound
