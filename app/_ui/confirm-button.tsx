'use client'

import { Button, type ButtonProps, Group, Popover, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'

type Props = ButtonProps & { text: string; confirm: string; onConfirm: () => void; children: ReactNode }

/** A button whose deed is asked about once more, right where it was pressed. */
export const ConfirmButton = ({ text, confirm, onConfirm, children, ...button }: Props) => {
  const t = useTranslations('staff.users')
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} width={280} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" {...button} onClick={() => setOpen((was) => !was)}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{text}</Text>
        <Group mt="sm" gap="xs" justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={() => setOpen(false)}>
            {t('cancel')}
          </Button>
          <Button
            size="compact-sm"
            color="red"
            onClick={() => {
              setOpen(false)
              onConfirm()
            }}
          >
            {confirm}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
