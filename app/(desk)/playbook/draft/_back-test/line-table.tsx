'use client'

import { Select, Switch, Table, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { Fragment, useState } from 'react'
import type { BackTestLine } from '#server/domain/playbook/back-test/report.ts'
import { SCENARIOS } from '#server/domain/words.ts'
import { useRuleText } from '../../../../_ui/rule-text.ts'
import { BACK_TEST_PARAMS, SORTS, UNKNOWN_SCENARIO } from '../search-params.ts'
import { arrangeLines, changesOf } from './arrange-lines.ts'
import styles from './back-test.module.css'
import { LineCalls } from './line-calls.tsx'

const NAMES = [...SCENARIOS, UNKNOWN_SCENARIO] as const
const COLUMNS = SORTS.filter((sort) => sort !== 'change')

type Props = { id: string; lines: readonly BackTestLine[]; over: number; zone: string }

/** A line opens on the calls in which it changes. */
export const LineTable = ({ id, lines, over, zone }: Props) => {
  const t = useTranslations('playbook.backTest')
  const tAll = useTranslations()
  const rule = useRuleText()
  const [{ in: scenario, sort, all: isWhole }, setParams] = useQueryStates(BACK_TEST_PARAMS, { history: 'replace' })
  const [open, setOpen] = useState<string>()
  const shown = arrangeLines(lines, { scenario, sort, isWhole })
  const nameOf = (line: BackTestLine) => (
    <span>
      <b>{rule.long(line)}</b>
      <small>
        {[tAll(`scenarios.${line.scenario ?? UNKNOWN_SCENARIO}`), line.step && tAll(`steps.${line.step}`)]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </span>
  )
  return (
    <div>
      <div className={styles.tools}>
        <Select
          size="sm"
          aria-label={t('scenario')}
          data={[
            { value: '', label: t('everyScenario') },
            ...NAMES.map((value) => ({ value, label: tAll(`scenarios.${value}`) })),
          ]}
          value={scenario ?? ''}
          onChange={(value) => void setParams({ in: NAMES.find((name) => name === value) ?? null })}
          allowDeselect={false}
          data-testid="back-test-scenario"
        />
        <Switch
          size="sm"
          label={t('onlyChanged')}
          checked={!isWhole}
          onChange={({ currentTarget }) => void setParams({ all: currentTarget.checked ? null : true })}
        />
        <span className={styles.count}>{t('shown', { shown: shown.length, total: lines.length })}</span>
      </div>
      <Table className={styles.table} verticalSpacing={6} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('verdict')}</Table.Th>
            {COLUMNS.map((column) => (
              <Table.Th key={column} aria-sort={sort === column ? 'descending' : 'none'}>
                <UnstyledButton
                  className={styles.sort}
                  data-sorted={sort === column || undefined}
                  onClick={() => void setParams({ sort: sort === column ? null : column })}
                >
                  {t(`columns.${column}`, { version: over })}
                  {sort === column && <IconChevronDown size={13} aria-hidden="true" />}
                </UnstyledButton>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((line) => {
            const isOpen = open === line.id
            return (
              <Fragment key={line.id}>
                <Table.Tr data-open={isOpen || undefined} data-testid="back-test-line">
                  <Table.Td>
                    {changesOf(line) > 0 ? (
                      <UnstyledButton
                        className={styles.name}
                        aria-expanded={isOpen}
                        onClick={() => setOpen(isOpen ? undefined : line.id)}
                      >
                        {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
                        {nameOf(line)}
                      </UnstyledButton>
                    ) : (
                      <span className={styles.name} data-still>
                        {nameOf(line)}
                      </span>
                    )}
                  </Table.Td>
                  {COLUMNS.map((column) => (
                    <Table.Td
                      key={column}
                      data-none={line[column] === 0 || undefined}
                      data-change={line[column] > 0 ? column : undefined}
                    >
                      {line[column]}
                    </Table.Td>
                  ))}
                </Table.Tr>
                {isOpen && (
                  <Table.Tr>
                    <Table.Td colSpan={COLUMNS.length + 1} className={styles.opened}>
                      <LineCalls id={id} line={line} zone={zone} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            )
          })}
        </Table.Tbody>
      </Table>
      {shown.length === 0 && (
        <p className={styles.nothing}>{isWhole ? t('nothingShown') : t('nothingChanged', { total: lines.length })}</p>
      )}
    </div>
  )
}
