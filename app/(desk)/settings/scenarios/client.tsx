'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type { Unmapped } from '#db/queries/list-unmapped.ts'
import { readColumns, SCENARIO_COLUMNS } from '#server/domain/people/columns.ts'
import { planScenarios } from '#server/domain/people/plan-scenarios.ts'
import {
  applyChanges,
  changesBetween,
  entryKey,
  realChanges,
  type ScenarioChange,
  type ScenarioEntry,
} from '#server/domain/scenario-map.ts'
import { SCENARIOS } from '#server/domain/words.ts'
import { FileButtons } from '../../../_files/file-buttons.tsx'
import { useRequest } from '../../../_live/use-request.ts'
import { ImportDialog } from '../../../_people/import-dialog.tsx'
import people from '../../../_people/people.module.css'
import { AddEntry } from './_parts/add-entry.tsx'
import { EntryTable } from './_parts/entry-table.tsx'
import { UnmappedList } from './_parts/unmapped-list.tsx'
import { VersionList, type VersionNote } from './_parts/version-list.tsx'
import styles from './scenarios.module.css'

type Props = {
  version: number
  map: ScenarioEntry[]
  history: VersionNote[]
  unmapped: Unmapped[]
  zone: string
}

/** What queues, numbers and menu keys mean. Changes gather here until they are saved as the next version. */
export const ScenariosPage = ({ version, map, history, unmapped, zone }: Props) => {
  const t = useTranslations('people.scenarios')
  const tScenario = useTranslations('scenarios')
  const router = useRouter()
  const [draft, setDraft] = useState(map)
  const [isImporting, setImporting] = useState(false)
  const [imported, setImported] = useState<ScenarioChange[]>([])
  const { send, isPending } = useRequest('scenario:map')
  const changes = useMemo(() => changesBetween(map, draft), [map, draft])
  const changed = useMemo(() => new Set(changes.map(entryKey)), [changes])
  const named = useMemo(() => new Set(draft.map(entryKey)), [draft])

  const change = (one: ScenarioChange) => setDraft((now) => applyChanges(now, [one]))
  const save = async () => {
    const answer = await send({ changes }, t('saved', { version: version + 1 }))
    if (answer) router.refresh()
  }
  return (
    <div className={styles.page}>
      <p className={people.lead}>{t('lead')}</p>
      <div className={people.tools}>
        <AddEntry onAdd={change} />
        <span className={people.spring} />
        <FileButtons name="scenarios" onImport={() => setImporting(true)} />
      </div>
      {changes.length > 0 && (
        <div className={styles.save} role="status">
          <span>{t('unsaved', { count: changes.length, version: version + 1 })}</span>
          <span className={people.spring} />
          <Button size="xs" variant="default" onClick={() => setDraft(map)}>
            {t('discard')}
          </Button>
          <Button size="xs" data-testid="save-scenarios" loading={isPending} onClick={() => void save()}>
            {t('save')}
          </Button>
        </div>
      )}
      <div className={styles.halves}>
        <EntryTable version={version} entries={draft} gone={changes} changed={changed} onChange={change} />
        <UnmappedList entries={unmapped.filter((entry) => !named.has(entryKey(entry)))} zone={zone} onMap={change} />
      </div>
      <VersionList history={history} zone={zone} />
      <ImportDialog
        title={t('importTitle')}
        columns={t('importColumns')}
        opened={isImporting}
        onClose={() => setImporting(false)}
        preview={async (table) => {
          const rows = readColumns(table, SCENARIO_COLUMNS, ['kind', 'key', 'scenario'])
          if (!rows) return { ok: false, code: 'bad_request', reason: { key: 'importNoColumns' } }
          const { changes: read, ...plan } = planScenarios(rows, draft)
          setImported(realChanges(draft, read))
          const nameOf = (word: string | undefined) => SCENARIOS.find((scenario) => scenario === word)
          const lines = plan.lines.map(({ before, after, ...line }) => {
            const [from, to] = [nameOf(before), nameOf(after)]
            return { ...line, before: from && tScenario(from), after: to && tScenario(to) }
          })
          return { ok: true, plan: { ...plan, lines } }
        }}
        apply={async () => {
          setDraft((now) => applyChanges(now, imported))
          return true
        }}
      />
    </div>
  )
}
