'use client'

import { Button, Checkbox, Popover, ScrollArea } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import styles from './filter-bar.module.css'
import type { Option } from './filter-options.ts'

type Props = { name: string; options: Option[]; values: string[]; onChange: (values: string[]) => void; testId: string }

/** One filter: a button that says what is chosen, and a list to choose from. */
export const FilterMenu = ({ name, options, values, onChange, testId }: Props) => {
  const t = useTranslations('floor')
  const chosen = options.filter((option) => values.includes(option.value)).map((option) => option.label)
  const label = values.length === 0 ? name : values.length === 1 ? (chosen[0] ?? values[0]) : `${name} ${values.length}`
  return (
    <Popover position="bottom-start" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Button
          className={styles.chip}
          size="compact-sm"
          variant={values.length > 0 ? 'light' : 'default'}
          radius="xl"
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          data-testid={testId}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t('filterOptions', { name })}>
        {options.length === 0 && <p className={styles.noOption}>{t('filterNone')}</p>}
        <ScrollArea.Autosize mah={320} type="auto">
          <Checkbox.Group value={values} onChange={onChange} aria-label={t('filterOptions', { name })}>
            {options.map((option) => (
              <Checkbox
                key={option.value}
                className={styles.option}
                size="xs"
                value={option.value}
                label={option.label}
              />
            ))}
          </Checkbox.Group>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
