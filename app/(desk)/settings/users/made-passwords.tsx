'use client'

import { Button, CopyButton, Group, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { MadePassword } from './use-import.ts'
import styles from './users.module.css'

type Props = { made: readonly MadePassword[]; total: number; isPending: boolean; onMake: () => Promise<void> }

/** Passwords of those a file added: made one by one, shown once, copied all together. */
export const MadePasswords = ({ made, total, isPending, onMake }: Props) => {
  const t = useTranslations('staff.import')
  const tUsers = useTranslations('staff.users')
  if (made.length === 0 && !isPending)
    return (
      <>
        <Text size="sm" mt="md">
          {t('withoutPassword')}
        </Text>
        <Button size="xs" mt="xs" onClick={() => void onMake()}>
          {t('makePasswords')}
        </Button>
      </>
    )
  return (
    <>
      <Group justify="space-between" mt="md">
        <Text size="sm" fw={600} role="status">
          {isPending ? t('making', { done: made.length, total }) : t('passwords')}
        </Text>
        <CopyButton value={made.map(({ username, password }) => `${username}\t${password}`).join('\n')}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" disabled={isPending} onClick={copy}>
              {copied ? tUsers('copied') : t('copyAll')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <tbody>
            {made.map(({ username, password }) => (
              <tr key={username}>
                <td className={styles.no}>{username}</td>
                <td>
                  <code>{password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
