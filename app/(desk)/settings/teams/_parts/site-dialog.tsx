'use client'

import { Button, Group, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ListedSite } from '#db/queries/list-sites.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { Dialog } from '../../../../_people/dialog.tsx'

type Props = { site: ListedSite | null; onDone: () => void; onCancel: () => void }

export const SiteDialog = ({ site, onDone, onCancel }: Props) => {
  const t = useTranslations('people.teams')
  const [name, setName] = useState(site?.name ?? '')
  const { send, isPending } = useRequest('site:save')
  return (
    <Dialog opened onClose={onCancel} title={site ? t('renameSite') : t('addSite')}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (await send({ siteId: site?.id, name: name.trim() })) onDone()
        }}
      >
        <TextInput
          data-autofocus
          data-testid="site-name"
          label={t('siteName')}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group mt="lg" justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={isPending}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
