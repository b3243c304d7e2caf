'use client'

import { Button, Group } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { DisputeOutcome } from '#server/domain/words.ts'
import styles from './disputes.module.css'
import { RulingForm } from './ruling-form.tsx'

type Props = { feed: string; callId: string; verdictKey: string; onDecided?: (outcome: DisputeOutcome) => void }

/** To uphold or to overturn; either takes a reason. */
export const DisputeActions = ({ feed, callId, verdictKey, onDecided }: Props) => {
  const t = useTranslations('disputes')
  const [outcome, setOutcome] = useState<DisputeOutcome>()
  if (outcome === undefined)
    return (
      <Group gap={6} className={styles.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => setOutcome('upheld')} data-testid="dispute-uphold">
          {t('uphold')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setOutcome('overturned')}
          data-testid="dispute-overturn"
        >
          {t('overturn')}
        </Button>
      </Group>
    )
  return (
    <RulingForm
      label={t(`why.${outcome}`)}
      hint={t(`whyHint.${outcome}`)}
      submit={t(outcome === 'upheld' ? 'uphold' : 'overturn')}
      send={(client, reason) => client.request('dispute:decide', { feed, callId, key: verdictKey, outcome, reason })}
      onDone={(isSent) => {
        setOutcome(undefined)
        if (isSent) onDecided?.(outcome)
      }}
    />
  )
}
