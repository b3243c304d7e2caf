'use client'

import { Button, Group } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import styles from './ask-dialog.module.css'
import { Dialog } from './dialog.tsx'

type Props = {
  opened: boolean
  onClose: () => void
  title: string
  /** What follows from it, and that it is audited. */
  lead: string
  submit: string
  cancel: string
  isPending: boolean
  /** Cannot be taken back. */
  isGrave?: boolean
  /** Why it was not done. */
  refusal?: string
  /** Gets the fields by their names. */
  onSubmit: (fields: FormData) => void
  children: ReactNode
}

/** Asks for what a deed needs, a reason first of all, before it is done. It cannot be left while it is under way. */
export const AskDialog = (props: Props) => {
  const { opened, title, lead, submit, cancel, isPending, isGrave, refusal, onSubmit, children } = props
  const close = () => {
    if (!isPending) props.onClose()
  }
  const act = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(new FormData(event.currentTarget))
  }
  return (
    <Dialog opened={opened} onClose={close} title={title} centered>
      <form onSubmit={act} className={styles.form}>
        <p className={styles.lead}>{lead}</p>
        {children}
        {refusal && (
          <p className={styles.refused} role="alert">
            {refusal}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} disabled={isPending}>
            {cancel}
          </Button>
          <Button type="submit" color={isGrave ? 'red' : undefined} loading={isPending}>
            {submit}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
