'use client'

import { useTranslations } from 'next-intl'
import type { ListedUser } from '#db/queries/list-users.ts'
import { seesAllTeams } from '#server/domain/user-rules.ts'
import { userState } from '#server/domain/user-state.ts'
import { useMinute, useMoment } from '../../../_ui/moment.ts'
import type { Given } from './given-password.tsx'
import { UserActions } from './user-actions.tsx'
import styles from './users.module.css'

type Props = {
  users: readonly ListedUser[]
  selfId: string
  onEdit: (user: ListedUser) => void
  onGiven: (given: Given) => void
}

export const UsersTable = ({ users, selfId, onEdit, onGiven }: Props) => {
  const t = useTranslations('staff.users')
  const tRole = useTranslations('roles')
  const moment = useMoment()
  const minute = useMinute()
  if (users.length === 0) return <p className={styles.empty}>{t('noMatch')}</p>
  const teamsOf = (user: ListedUser) =>
    seesAllTeams(user.role) ? t('allTeams') : user.teams.map((team) => team.name).join(' · ')
  return (
    <table className={styles.table} data-testid="users">
      <thead>
        <tr>
          <th scope="col">{t('username')}</th>
          <th scope="col">{t('name')}</th>
          <th scope="col">{t('role')}</th>
          <th scope="col">{t('teams')}</th>
          <th scope="col">{t('lastSignIn')}</th>
          <th scope="col">{t('state')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {users.map((user) => {
          const state = userState(user)
          return (
            <tr key={user.id} data-testid={`user-${user.username}`} data-state={state}>
              <td className={styles.no}>{user.username}</td>
              <td className={styles.name}>
                {user.name}
                {user.id === selfId && <span className={styles.self}>{t('self')}</span>}
              </td>
              <td>{tRole(user.role)}</td>
              <td className={styles.teams} data-all={seesAllTeams(user.role) || undefined}>
                {teamsOf(user)}
              </td>
              <td className={styles.when}>{user.lastSignInAt === null ? t('never') : moment(user.lastSignInAt)}</td>
              <td className={styles.standing}>
                <span className={styles.state} data-state={state}>
                  {t(`states.${state}`, { at: user.lockedUntil === null ? '' : minute(user.lockedUntil) })}
                </span>
              </td>
              <td className={styles.action}>
                <UserActions user={user} isSelf={user.id === selfId} onEdit={onEdit} onGiven={onGiven} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
