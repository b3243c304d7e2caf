'use client'

import { Button, CloseButton, TextInput } from '@mantine/core'
import { IconPrinter, IconSearch } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { useDeferredValue, useMemo } from 'react'
import type { PlaybookVersion } from '#db/queries/list-playbook-versions.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { searchPlaybook } from './_model/search.ts'
import { useWords } from './_model/use-words.ts'
import { ActionDrawer } from './_parts/action-drawer.tsx'
import flowStyles from './_parts/flow.module.css'
import { FlowRules } from './_parts/flow-rules.tsx'
import { ReadingContext } from './_parts/reading.ts'
import { ScenarioTabs } from './_parts/scenario-tabs.tsx'
import { SharedRules } from './_parts/shared-rules.tsx'
import { StepColumn } from './_parts/step-column.tsx'
import { VersionLine } from './_parts/version-line.tsx'
import styles from './playbook.module.css'
import { ACTION_PARAM, READ_PARAMS } from './search-params.ts'

type Props = { playbook: Playbook; version: PlaybookVersion; newest: number; zone: string }

/** The five flows as people read them: one scenario at a time, its steps side by side, what binds all of them below. */
export const PlaybookPage = ({ playbook, version, newest, zone }: Props) => {
  const t = useTranslations('playbook')
  const words = useWords(playbook)
  const [{ scenario, q }, setParams] = useQueryStates(READ_PARAMS, { history: 'replace' })
  const [{ action }, setAction] = useQueryStates(ACTION_PARAM)
  const query = useDeferredValue(q)
  const found = useMemo(() => searchPlaybook(playbook, query), [playbook, query])
  const flow = playbook.scenarios.find((one) => one.scenario === scenario)
  const reading = useMemo(
    () => ({ playbook, words, found, query, open: (id: string) => void setAction({ action: id }) }),
    [playbook, words, found, query, setAction],
  )
  if (!flow) return null
  return (
    <ReadingContext value={reading}>
      <div className={styles.page}>
        {version.version !== newest && (
          <p className={styles.old} role="status">
            {t('oldVersion', { version: version.version, newest })} <Link href="/playbook">{t('toNewest')}</Link>
          </p>
        )}
        <div className={styles.tools}>
          <ScenarioTabs
            value={scenario}
            counts={found?.counts}
            onChange={(next) => void setParams({ scenario: next })}
          />
          <TextInput
            className={styles.search}
            size="sm"
            type="search"
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={15} aria-hidden="true" />}
            rightSection={
              q && <CloseButton size="sm" aria-label={t('clear')} onClick={() => void setParams({ q: null })} />
            }
            value={q}
            onChange={({ currentTarget }) => void setParams({ q: currentTarget.value || null })}
            data-testid="playbook-search"
          />
          <Button
            className={styles.print}
            variant="default"
            leftSection={<IconPrinter size={16} />}
            onClick={() => window.print()}
          >
            {t('print')}
          </Button>
        </div>
        <VersionLine version={version} flow={flow} zone={zone} />
        {found && found.counts[scenario] === 0 && (
          <p className={styles.nothing} role="status">
            {t('nothingFound', { query })}
          </p>
        )}
        <div className={flowStyles.columns}>
          {flow.steps.map((step, index) => (
            <StepColumn key={step.step} step={step} n={index + 1} />
          ))}
        </div>
        <FlowRules flow={flow} />
        <SharedRules />
        <ActionDrawer id={action} onClose={() => void setAction({ action: null })} />
      </div>
    </ReadingContext>
  )
}
