'use client'

import { Accordion, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { ReactNode } from 'react'
import type { Severity } from '#server/domain/words.ts'
import { SeverityMark } from '../../../../_ui/severity-mark.tsx'
import type { UsePlace } from '../../_model/where-used.ts'
import { type Path, useEditing } from '../_model/editing.ts'
import { DRAFT_PARAMS } from '../search-params.ts'
import styles from './form.module.css'
import { RowTools } from './row-tools.tsx'
import { WrongMark } from './wrong-mark.tsx'

type Item = { id?: string; label: { zh: string; en?: string }; severity?: Severity }
type Props<T extends Item> = {
  list: 'orderings' | 'forbidden' | 'conditions' | 'exemptions' | 'openings' | 'goldenSteps'
  items: readonly T[]
  /** What a member is called in the draft; its `id` unless told otherwise. */
  idOf?: (item: T) => string
  title: string
  lead?: string
  /** One to begin with; the id is made here, of the prefix and a number, or of the number alone. */
  fresh: (id: string) => T
  prefix?: string
  /** The place of a member matters. */
  isOrdered?: boolean
  /** What a closed member says beside its name. */
  note?: (item: T) => string
  /** What names a member elsewhere: while there is anything it cannot be taken out. */
  heldBy?: (item: T) => UsePlace[]
  form: (item: T, path: Path) => ReactNode
}

/** Where else a member is named, in words. */
const HeldBy = ({ places }: { places: readonly UsePlace[] }) => {
  const t = useTranslations()
  const { words } = useEditing()
  const text = (place: UsePlace): string => {
    const label = words.label(place.label)
    if (place.in === 'step') return `${t(`scenarios.${place.scenario}`)} › ${t(`steps.${place.step}`)} › ${label}`
    if (place.in === 'opening') return `${words.label(place.opening)} › ${label}`
    return `${t('playbook.orderings')} › ${label}`
  }
  return (
    <div className={styles.held}>
      <h4 className={styles.subtitle}>{t('playbook.draft.usedIn', { count: places.length })}</h4>
      <ul>
        {places.map(text).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  )
}

/** Rules that stand in a list, one open at a time; which one is in the address. */
export const ItemList = <T extends Item>(props: Props<T>) => {
  const {
    list,
    items,
    idOf = ({ id }: T) => id ?? '',
    title,
    lead,
    fresh,
    prefix,
    isOrdered,
    note,
    heldBy,
    form,
  } = props
  const t = useTranslations()
  const { words, set, remove, change, problemAt } = useEditing()
  const [{ item }, setParams] = useQueryStates(DRAFT_PARAMS)
  const add = () => {
    const taken = new Set(items.map(idOf))
    const nameOf = (n: number) => (prefix ? `${prefix}_${n}` : String(n))
    let n = items.length + 1
    while (taken.has(nameOf(n))) n++
    set([list, items.length], fresh(nameOf(n)))
    void setParams({ item: nameOf(n) })
  }
  const raise = (index: number) =>
    change([
      { path: [list, index - 1], value: items[index] as never },
      { path: [list, index], value: items[index - 1] as never },
    ])
  const icon = (one: T, index: number) => {
    if (one.severity) return <SeverityMark severity={one.severity} label={t(`severity.${one.severity}`)} />
    return isOrdered ? <span className={styles.place}>{index + 1}</span> : undefined
  }
  const holders = (one: T) => heldBy?.(one) ?? []
  return (
    <div className={styles.stack}>
      <h2>
        {title} <small>{t('playbook.count', { count: items.length })}</small>
      </h2>
      {lead && <p className={styles.quiet}>{lead}</p>}
      <Accordion
        variant="contained"
        order={3}
        value={item}
        onChange={(next) => void setParams({ item: next })}
        className={styles.items}
      >
        {items.map((one, index) => (
          <Accordion.Item key={idOf(one)} value={idOf(one)} data-testid={`item-${idOf(one)}`}>
            <Accordion.Control icon={icon(one, index)}>
              {words.label(one.label) || t('playbook.draft.noName')} <WrongMark path={[list, index]} />
              {note && <small className={styles.note}>{note(one)}</small>}
            </Accordion.Control>
            <Accordion.Panel>
              {item === idOf(one) && (
                <div className={styles.stack}>
                  <p className={styles.problem} role="alert">
                    {problemAt([list, index])}
                  </p>
                  {form(one, [list, index])}
                  {holders(one).length > 0 && <HeldBy places={holders(one)} />}
                  <RowTools
                    onRaise={isOrdered && index > 0 ? () => raise(index) : undefined}
                    onRemove={() => remove([list, index])}
                    isHeld={holders(one).length > 0}
                  />
                </div>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <div>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPlus size={15} />}
          onClick={add}
          data-testid={`add-${list}`}
        >
          {t('playbook.draft.add')}
        </Button>
      </div>
    </div>
  )
}
