'use client'

import { Button, CopyButton, Group, Modal, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import styles from './users.module.css'

export type Given = { username: string; name: string; password: string }

/** A password somebody else was given, this once. Only its own button closes it. */
export const GivenPassword = ({ given, onClose }: { given: Given; onClose: () => void }) => {
  const t = useTranslations('staff.users')
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('givenTitle', { name: given.name })}
      centered
    >
      <dl className={styles.given}>
        <dt>{t('username')}</dt>
        <dd>{given.username}</dd>
        <dt>{t('password')}</dt>
        <dd>
          <code data-testid="given-password">{given.password}</code>
          <CopyButton value={given.password}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy}>
                {t(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
        </dd>
      </dl>
      <Text size="sm" c="dimmed">
        {t('givenText')}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button data-autofocus onClick={onClose}>
          {t('close')}
        </Button>
      </Group>
    </Modal>
  )
}
