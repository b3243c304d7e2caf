'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { PlaybookVersion } from '#db/queries/list-playbook-versions.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { useRequest } from '../../../_live/use-request.ts'
import { ConfirmButton } from '../../../_ui/confirm-button.tsx'
import { formatMoment } from '../../../_ui/format.ts'
import { useViewer } from '../../_shell/viewer-context.ts'
import { diffPlaybooks } from '../_model/diff.ts'
import { ChangeList } from '../_parts/change-list.tsx'
import { savePlaybookFile } from '../draft/_model/save-file.ts'
import styles from './versions.module.css'

type Props = {
  versions: readonly PlaybookVersion[]
  shown?: Playbook
  before?: Playbook
  revision: number
  /** Whose draft there is. */
  draftBy?: string
  zone: string
}

/** Who published what when; the chosen version against the one before it. */
export const VersionsPage = ({ versions, shown, before, revision, draftBy, zone }: Props) => {
  const t = useTranslations('playbook')
  const router = useRouter()
  const mayEdit = useViewer().permissions.includes('playbook.edit')
  const { send, isPending } = useRequest('playbook:start-draft')
  if (!shown) return null
  const take = async () => {
    if (await send({ revision, version: shown.version }, t('draft.begun'))) router.push('/playbook/draft')
  }
  return (
    <div className={styles.page}>
      <nav className={styles.list} aria-label={t('versionsTitle')}>
        <ol>
          {versions.map(({ version, publishedAt, publishedBy, note }, index) => (
            <li key={version} data-testid="playbook-version-row">
              <Link
                href={`/playbook/versions?v=${version}`}
                aria-current={version === shown.version ? 'true' : undefined}
              >
                <span>
                  <b>{t('versionN', { version })}</b>
                  {index === 0 && <em>{t('inForce')}</em>}
                </span>
                <span>
                  {publishedBy
                    ? t('publishedBy', { by: publishedBy, at: formatMoment(publishedAt, zone) })
                    : t('shipped')}
                </span>
                {note && <q>{note}</q>}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <section className={styles.card}>
        <header>
          <h2>{t('versionN', { version: shown.version })}</h2>
          <Button component={Link} href={`/playbook?v=${shown.version}`} variant="default" size="sm">
            {t('readIt')}
          </Button>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconDownload size={15} />}
            onClick={() => savePlaybookFile(shown, `v${shown.version}`)}
          >
            {t('draft.export')}
          </Button>
          {mayEdit &&
            (draftBy === undefined ? (
              <Button variant="default" size="sm" loading={isPending} onClick={() => void take()} data-testid="take-up">
                {t('takeUp')}
              </Button>
            ) : (
              <ConfirmButton
                size="sm"
                text={t('takeUpOver', { by: draftBy })}
                confirm={t('takeUp')}
                loading={isPending}
                onConfirm={() => void take()}
              >
                {t('takeUp')}
              </ConfirmButton>
            ))}
        </header>
        {before ? (
          <>
            <p className={styles.against}>{t('against', { version: before.version })}</p>
            <ChangeList from={before} to={shown} changes={diffPlaybooks(before, shown)} />
          </>
        ) : (
          <p className={styles.against}>{t('firstVersion')}</p>
        )}
      </section>
    </div>
  )
}
