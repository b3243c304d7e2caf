import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageNote } from '../_ui/page-note.tsx'

const Forbidden = async () => {
  const t = await getTranslations('pages')
  return (
    <PageNote title={t('forbiddenTitle')} text={t('forbiddenText')}>
      <Link href="/floor" data-testid="forbidden">
        {t('home')}
      </Link>
    </PageNote>
  )
}

export default Forbidden
