'use client'

import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import styles from './search-box.module.css'

type Props = { ref: Ref<HTMLInputElement>; value: string; onChange: (value: string) => void }

export const SearchBox = ({ ref, value, onChange }: Props) => {
  const t = useTranslations('floor')
  return (
    <TextInput
      ref={ref}
      className={styles.box}
      size="xs"
      type="search"
      value={value}
      placeholder={t('search')}
      aria-label={t('search')}
      aria-keyshortcuts="/"
      title={t('searchHint')}
      data-testid="floor-search"
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      rightSection={
        value ? (
          <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => onChange('')} />
        ) : (
          <Kbd size="xs" aria-hidden="true">
            /
          </Kbd>
        )
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
