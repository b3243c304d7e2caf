'use client'

import { Button, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import type { ListedUser } from '#db/queries/list-users.ts'
import { seesAllTeams } from '#server/domain/user-rules.ts'
import { ROLES, type Role } from '#server/domain/viewer.ts'
import { useRequest } from '../../../_live/use-request.ts'
import type { Team } from './client.tsx'
import type { Given } from './given-password.tsx'

type Props = {
  /** Null: somebody new. */
  user: ListedUser | null
  isSelf: boolean
  teams: readonly Team[]
  onClose: () => void
  onGiven: (given: Given) => void
}

/** One user's 工号, name, role and teams. */
export const UserForm = ({ user, isSelf, teams, onClose, onGiven }: Props) => {
  const t = useTranslations('staff.users')
  const tRole = useTranslations('roles')
  const router = useRouter()
  const adding = useRequest('user:add')
  const editing = useRequest('user:edit')
  const [username, setUsername] = useState(user?.username ?? '')
  const [name, setName] = useState(user?.name ?? '')
  const [role, setRole] = useState<Role>(user?.role ?? 'supervisor')
  const [teamIds, setTeamIds] = useState(user?.teams.map(({ id }) => id) ?? [])

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const standing = { name: name.trim(), role, teamIds: seesAllTeams(role) ? [] : teamIds }
    const signInName = username.trim()
    const answer = user
      ? await editing.send({ userId: user.id, ...standing })
      : await adding.send({ username: signInName, ...standing })
    if (!answer) return
    router.refresh()
    onClose()
    if (!user) onGiven({ username: signInName, name: standing.name, password: String(answer.password) })
  }

  return (
    <Modal opened onClose={onClose} title={user ? t('editTitle', { name: user.name }) : t('add')} centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <TextInput
            label={t('username')}
            description={user ? undefined : t('usernameHelp')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            disabled={user !== null}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            required
            withAsterisk={false}
            data-autofocus={user ? undefined : true}
          />
          <TextInput
            label={t('name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={80}
            autoComplete="off"
            required
            withAsterisk={false}
            data-autofocus={user ? true : undefined}
          />
          <Select
            label={t('role')}
            data={ROLES.map((value) => ({ value, label: tRole(value) }))}
            value={role}
            onChange={(value) => setRole(ROLES.find((one) => one === value) ?? role)}
            allowDeselect={false}
            disabled={isSelf}
          />
          {!seesAllTeams(role) && (
            <MultiSelect
              label={t('teams')}
              description={t('teamsHelp')}
              data={teams.map(({ id, name: label }) => ({ value: id, label }))}
              value={teamIds}
              onChange={setTeamIds}
              searchable
              hidePickedOptions
            />
          )}
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={adding.isPending || editing.isPending}>
              {t(user ? 'save' : 'add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
