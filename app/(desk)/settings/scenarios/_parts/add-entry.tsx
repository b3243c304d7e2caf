'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ScenarioChange } from '#server/domain/scenario-map.ts'
import { SCENARIO_KEY_KINDS } from '#server/domain/settings.ts'
import { SCENARIOS } from '#server/domain/words.ts'
import styles from '../scenarios.module.css'

export const AddEntry = ({ onAdd }: { onAdd: (change: ScenarioChange) => void }) => {
  const t = useTranslations('people.scenarios')
  const tScenario = useTranslations('scenarios')
  const [kind, setKind] = useState<ScenarioChange['kind']>('queue')
  const [key, setKey] = useState('')
  const [scenario, setScenario] = useState<ScenarioChange['scenario']>(null)
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault()
        if (key.trim() === '' || scenario === null) return
        onAdd({ kind, key: key.trim(), scenario })
        setKey('')
      }}
    >
      <Select
        size="xs"
        className={styles.kindPick}
        allowDeselect={false}
        aria-label={t('kind')}
        data={SCENARIO_KEY_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        value={kind}
        onChange={(value) => value && setKind(value)}
      />
      <TextInput
        size="xs"
        maxLength={160}
        placeholder={t('key')}
        aria-label={t('key')}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Select
        size="xs"
        className={styles.scenarioPick}
        placeholder={t('scenario')}
        aria-label={t('scenario')}
        data={SCENARIOS.map((value) => ({ value, label: tScenario(value) }))}
        value={scenario}
        onChange={setScenario}
      />
      <Button
        size="xs"
        type="submit"
        variant="default"
        leftSection={<IconPlus size={15} />}
        disabled={key.trim() === '' || scenario === null}
      >
        {t('add')}
      </Button>
    </form>
  )
}
