'use client'

import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ListedUser } from '#db/queries/list-users.ts'
import { useRequest } from '../../../_live/use-request.ts'
import type { Given } from './given-password.tsx'

type Props = {
  user: ListedUser
  isSelf: boolean
  onEdit: (user: ListedUser) => void
  onGiven: (given: Given) => void
}
/** Deeds that are asked about once more, with the key of what they do. */
const ASKED = { resetPassword: 'resetText', disable: 'disableText', endSessions: 'endSessionsText' } as const
type Asked = keyof typeof ASKED

/** Everything that can be done about one user. */
export const UserActions = ({ user, isSelf, onEdit, onGiven }: Props) => {
  const t = useTranslations('staff.users')
  const router = useRouter()
  const reset = useRequest('user:reset-password')
  const disable = useRequest('user:set-disabled')
  const unlock = useRequest('user:unlock')
  const end = useRequest('user:end-sessions')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isPending, setPending] = useState(false)
  const { id: userId, name, username } = user

  const DEEDS = {
    resetPassword: () => reset.send({ userId }),
    disable: () => disable.send({ userId, isDisabled: true }),
    enable: () => disable.send({ userId, isDisabled: false }),
    unlock: () => unlock.send({ userId }),
    endSessions: () => end.send({ userId }),
  }
  const run = async (deed: keyof typeof DEEDS) => {
    setPending(true)
    const answer = await DEEDS[deed]()
    setPending(false)
    setAsked(null)
    if (!answer) return
    router.refresh()
    if (deed === 'resetPassword') onGiven({ username, name, password: String(answer.password) })
  }

  return (
    <>
      <Menu position="bottom-end" shadow="md" width={180}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('actions', { name })}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onEdit(user)}>{t('edit')}</Menu.Item>
          {user.lockedUntil !== null && <Menu.Item onClick={() => void run('unlock')}>{t('unlock')}</Menu.Item>}
          {!isSelf && <Menu.Item onClick={() => setAsked('resetPassword')}>{t('resetPassword')}</Menu.Item>}
          {!isSelf && user.sessions > 0 && (
            <Menu.Item onClick={() => setAsked('endSessions')}>{t('endSessions')}</Menu.Item>
          )}
          {!isSelf && <Menu.Divider />}
          {!isSelf && user.banned && <Menu.Item onClick={() => void run('enable')}>{t('enable')}</Menu.Item>}
          {!isSelf && !user.banned && (
            <Menu.Item color="red" onClick={() => setAsked('disable')}>
              {t('disable')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asked !== null} onClose={() => setAsked(null)} title={asked && t(asked)} centered>
        <Text size="sm">{asked && t(ASKED[asked], { name })}</Text>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={() => setAsked(null)}>
            {t('cancel')}
          </Button>
          <Button
            color={asked === 'disable' ? 'red' : undefined}
            disabled={isPending}
            onClick={() => asked && void run(asked)}
          >
            {asked && t(asked)}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
