'use client'

import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconChevronDown, IconLogout } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { LOCALES, type Locale } from '../../_i18n/locale.ts'
import { rememberLocale } from '../../_i18n/remember-locale.ts'
import type { ViewerCard } from '../../_server/require-viewer.ts'
import { authClient } from '../../sign-in/auth-client.ts'
import styles from '../shell.module.css'

const SCHEMES = ['light', 'dark', 'auto'] as const

export const UserMenu = ({ viewer }: { viewer: ViewerCard }) => {
  const t = useTranslations('user')
  const tRole = useTranslations('roles')
  const tLocale = useTranslations('locales')
  const locale = useLocale()
  const router = useRouter()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [failed, setFailed] = useState(false)
  const [isMounted, setMounted] = useState(false)
  useEffect(() => setMounted(true), [])

  const choose = (chosen: Locale) => {
    rememberLocale(chosen)
    router.refresh()
  }
  const signOut = async () => {
    const { error } = await authClient.signOut()
    setFailed(Boolean(error))
    if (!error) window.location.assign('/sign-in')
  }
  const tick = (isOn: boolean) =>
    isOn ? <IconCheck size={16} aria-hidden="true" /> : <span className={styles.noTick} />

  return (
    <Menu position="bottom-end" width={220} shadow="md" closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={styles.user} aria-label={t('menu', { name: viewer.name })}>
          <span className={styles.userName}>{viewer.name}</span>
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {viewer.name} · {tRole(viewer.role)}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('language')}</Menu.Label>
        {LOCALES.map((option) => (
          <Menu.Item key={option} lang={option} leftSection={tick(option === locale)} onClick={() => choose(option)}>
            {tLocale(option)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('scheme')}</Menu.Label>
        {SCHEMES.map((option) => (
          <Menu.Item
            key={option}
            leftSection={tick(isMounted && option === colorScheme)}
            onClick={() => setColorScheme(option)}
          >
            {t(option)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
        {failed && <Menu.Label role="alert">{t('signOutFailed')}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}
