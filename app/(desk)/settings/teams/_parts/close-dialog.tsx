'use client'

import { Button, Group } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ListedSite } from '#db/queries/list-sites.ts'
import type { ListedTeam } from '#db/queries/list-teams.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import { Dialog } from '../../../../_people/dialog.tsx'

export type Closing = { kind: 'team'; team: ListedTeam } | { kind: 'site'; site: ListedSite }
type Props = { what: Closing; onDone: () => void; onCancel: () => void }

/** Says what closing does before it is done: nothing of the past goes. */
export const CloseDialog = ({ what, onDone, onCancel }: Props) => {
  const t = useTranslations('people.teams')
  const closeTeam = useRequest('team:close')
  const closeSite = useRequest('site:close')
  const name = what.kind === 'team' ? what.team.name : what.site.name
  const close = async () => {
    const answer =
      what.kind === 'team'
        ? await closeTeam.send({ teamId: what.team.id })
        : await closeSite.send({ siteId: what.site.id })
    if (answer) onDone()
  }
  return (
    <Dialog opened onClose={onCancel} title={t('closeOf', { team: name })}>
      <p>{what.kind === 'team' ? t('closeText', { count: what.team.agents }) : t('closeSiteText')}</p>
      <Group mt="lg" justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button color="red" loading={closeTeam.isPending || closeSite.isPending} onClick={() => void close()}>
          {t('close')}
        </Button>
      </Group>
    </Dialog>
  )
}
