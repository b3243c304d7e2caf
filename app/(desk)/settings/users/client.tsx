'use client'

import { Button, CloseButton, TextInput } from '@mantine/core'
import { IconDownload, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import type { ListedUser } from '#db/queries/list-users.ts'
import { findUsers } from './find-users.ts'
import { type Given, GivenPassword } from './given-password.tsx'
import { ImportUsers } from './import-users.tsx'
import { UserForm } from './user-form.tsx'
import styles from './users.module.css'
import { UsersTable } from './users-table.tsx'

export type Team = { id: string; name: string }
type Props = { users: readonly ListedUser[]; teams: readonly Team[]; selfId: string }
type Open = { kind: 'add' } | { kind: 'edit'; user: ListedUser } | { kind: 'import' } | null

/** Who may sign in, as what, and how they stand. */
export const UsersPage = ({ users, teams, selfId }: Props) => {
  const t = useTranslations('staff.users')
  const [search, setSearch] = useQueryState('q', parseAsString.withDefault(''))
  const [open, setOpen] = useState<Open>(null)
  const [given, setGiven] = useState<Given | null>(null)
  const shown = findUsers(users, search)
  const close = () => setOpen(null)

  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <h2>{t('title')}</h2>
        <span className={styles.count} data-testid="user-count">
          {t('count', { total: users.length, shown: shown.length })}
        </span>
        <TextInput
          className={styles.search}
          size="xs"
          type="search"
          value={search}
          placeholder={t('search')}
          aria-label={t('search')}
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          rightSection={
            search && <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => void setSearch('')} />
          }
          onChange={(event) => void setSearch(event.currentTarget.value)}
        />
        <div className={styles.tools}>
          <Button
            component="a"
            href="/api/export/users.csv"
            download
            size="xs"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden="true" />}
          >
            {t('export')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUpload size={15} aria-hidden="true" />}
            onClick={() => setOpen({ kind: 'import' })}
          >
            {t('import')}
          </Button>
          <Button
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            onClick={() => setOpen({ kind: 'add' })}
          >
            {t('add')}
          </Button>
        </div>
      </div>
      <UsersTable users={shown} selfId={selfId} onEdit={(user) => setOpen({ kind: 'edit', user })} onGiven={setGiven} />
      {(open?.kind === 'add' || open?.kind === 'edit') && (
        <UserForm
          user={open.kind === 'edit' ? open.user : null}
          isSelf={open.kind === 'edit' && open.user.id === selfId}
          teams={teams}
          onClose={close}
          onGiven={setGiven}
        />
      )}
      {open?.kind === 'import' && <ImportUsers onClose={close} />}
      {given && <GivenPassword given={given} onClose={() => setGiven(null)} />}
    </div>
  )
}
