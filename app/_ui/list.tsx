'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { FormEvent, ReactNode } from 'react'
import styles from './list.module.css'

type FilterProps = {
  /** While the answer is on its way. */
  isPending: boolean
  /** Gets the fields by their names. */
  onSearch: (fields: FormData) => void
  onClear: () => void
  children: ReactNode
}

/** The fields a list is searched by, with what starts the search and what empties it. */
export const ListFilter = ({ isPending, onSearch, onClear, children }: FilterProps) => {
  const t = useTranslations('list')
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSearch(new FormData(event.currentTarget))
  }
  return (
    <form className={styles.filter} onSubmit={search}>
      {children}
      <div className={styles.filterButtons}>
        <Button type="submit" loading={isPending}>
          {t('search')}
        </Button>
        <Button variant="subtle" onClick={onClear}>
          {t('clear')}
        </Button>
      </div>
    </form>
  )
}

/** In the place of rows: that there are none, and what would bring some. `order`: the level of its heading. */
export const EmptyList = ({ title, text, order = 3 }: { title: string; text: string; order?: 2 | 3 }) => {
  const Heading = `h${order}` as const
  return (
    <div className={styles.empty}>
      <Heading>{title}</Heading>
      <p>{text}</p>
    </div>
  )
}
