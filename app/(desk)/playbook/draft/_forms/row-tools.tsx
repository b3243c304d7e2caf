'use client'

import { Button } from '@mantine/core'
import { IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import styles from './form.module.css'

type Props = {
  /** Left out where the order says nothing, or there is nothing above. */
  onRaise?: () => void
  onRemove: () => void
  /** Something still needs it. */
  isHeld?: boolean
}

/** What can be done with one thing of a list as a whole. */
export const RowTools = ({ onRaise, onRemove, isHeld = false }: Props) => {
  const t = useTranslations('playbook.draft')
  return (
    <div className={styles.line}>
      {onRaise && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconArrowUp size={14} />}
          onClick={onRaise}
          data-testid="raise-item"
        >
          {t('moveUp')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={14} />}
        disabled={isHeld}
        onClick={onRemove}
      >
        {t('takeOut')}
      </Button>
      {isHeld && <span className={styles.quiet}>{t('stillUsed')}</span>}
    </div>
  )
}
