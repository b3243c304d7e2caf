'use client'

import { Accordion, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { ReactNode } from 'react'
import type { Severity } from '#server/domain/words.ts'
import { SeverityMark } from '../../../../_ui/severity-mark.tsx'
import { type Path, useEditing } from '../_model/editing.ts'
import { DRAFT_PARAMS } from '../search-params.ts'
import styles from './form.module.css'

type Item = { id: string; label: { zh: string; en?: string }; severity: Severity }
type Props<T extends Item> = {
  list: 'orderings' | 'forbidden'
  items: readonly T[]
  title: string
  /** One to begin with; the id is made here. */
  fresh: (id: string) => T
  prefix: string
  form: (item: T, path: Path) => ReactNode
}

/** Rules that stand in a list, one open at a time; which one is in the address. */
export const ItemList = <T extends Item>({ list, items, title, fresh, prefix, form }: Props<T>) => {
  const t = useTranslations()
  const { words, set, remove, problemAt } = useEditing()
  const [{ item }, setParams] = useQueryStates(DRAFT_PARAMS)
  const add = () => {
    const taken = new Set(items.map(({ id }) => id))
    let n = items.length + 1
    while (taken.has(`${prefix}_${n}`)) n++
    set([list, items.length], fresh(`${prefix}_${n}`))
    void setParams({ item: `${prefix}_${n}` })
  }
  return (
    <div className={styles.stack}>
      <h2>
        {title} <small>{t('playbook.count', { count: items.length })}</small>
      </h2>
      <Accordion
        variant="contained"
        order={3}
        value={item}
        onChange={(next) => void setParams({ item: next })}
        className={styles.items}
      >
        {items.map((one, index) => (
          <Accordion.Item key={one.id} value={one.id}>
            <Accordion.Control icon={<SeverityMark severity={one.severity} label={t(`severity.${one.severity}`)} />}>
              {words.label(one.label) || t('playbook.draft.noName')}
            </Accordion.Control>
            <Accordion.Panel>
              {item === one.id && (
                <div className={styles.stack}>
                  <p className={styles.problem} role="alert">
                    {problemAt([list, index])}
                  </p>
                  {form(one, [list, index])}
                  <div>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      leftSection={<IconTrash size={14} />}
                      onClick={() => remove([list, index])}
                    >
                      {t('playbook.draft.takeOut')}
                    </Button>
                  </div>
                </div>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <div>
        <Button variant="default" size="sm" leftSection={<IconPlus size={15} />} onClick={add}>
          {t('playbook.draft.add')}
        </Button>
      </div>
    </div>
  )
}
