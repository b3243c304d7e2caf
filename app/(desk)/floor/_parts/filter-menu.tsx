'use client'

import { Button, Checkbox, Popover, ScrollArea } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import type { FilterKey } from '../_model/filter.ts'
import type { FloorParams } from '../use-floor.ts'
import styles from './filter-bar.module.css'
import type { Option } from './filter-options.ts'

type Props = Pick<FloorParams, 'setFilter'> & {
  filterKey: FilterKey
  name: string
  options: Option[]
  values: string[]
}

const isSameList = (a: readonly Option[], b: readonly Option[]) =>
  a.length === b.length && a.every(({ value, label }, index) => value === b[index]?.value && label === b[index].label)

const Menu = ({ filterKey, name, options, values, setFilter }: Props) => {
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
          data-testid={`filter-${filterKey}`}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t('filterOptions', { name })}>
        {options.length === 0 && <p className={styles.noOption}>{t('filterNone')}</p>}
        <ScrollArea.Autosize mah={320} type="auto">
          <Checkbox.Group
            value={values}
            onChange={(chosen: string[]) => setFilter({ [filterKey]: chosen })}
            aria-label={t('filterOptions', { name })}
          >
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

/** One filter: a button that says what is chosen, and a list to choose from. Lists are made anew with each look at the floor. */
export const FilterMenu = memo(
  Menu,
  (a, b) =>
    a.name === b.name && a.values === b.values && a.setFilter === b.setFilter && isSameList(a.options, b.options),
)
FilterMenu.displayName = 'FilterMenu'
