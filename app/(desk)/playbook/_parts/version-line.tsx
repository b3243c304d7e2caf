'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { PlaybookVersion } from '#db/queries/list-playbook-versions.ts'
import type { PlaybookScenario } from '#server/domain/playbook/playbook.ts'
import { formatMoment } from '../../../_ui/format.ts'
import styles from '../playbook.module.css'

type Props = { version: PlaybookVersion; flow: PlaybookScenario; zone: string }

/** Which version this is, whose, since when; and what the whole call is held to. */
export const VersionLine = ({ version, flow, zone }: Props) => {
  const t = useTranslations()
  const { publishedBy: by, note } = version
  const at = formatMoment(version.publishedAt, zone)
  const limits = (kind: 'talkSec' | 'acwSec') => t('playbook.limits', flow[kind])
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('playbook.version')}</dt>
        <dd data-testid="playbook-version">
          <Link href="/playbook/versions">{t('playbook.versionN', { version: version.version })}</Link>{' '}
          {by ? t('playbook.publishedBy', { by, at }) : t('playbook.shipped')}
          {note && <q className={styles.note}>{note}</q>}
        </dd>
      </div>
      <div>
        <dt>{t('playbook.direction')}</dt>
        <dd>{t(`direction.${flow.direction}`)}</dd>
      </div>
      <div>
        <dt>{t('playbook.talk')}</dt>
        <dd>{limits('talkSec')}</dd>
      </div>
      <div>
        <dt>{t('playbook.acw')}</dt>
        <dd>{limits('acwSec')}</dd>
      </div>
    </dl>
  )
}
