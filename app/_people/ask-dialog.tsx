'use client'

import { Button, Group } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import styles from './ask-dialog.module.css'
import { Dialog } from './dialog.tsx'

type Words = {
  title: string
  /** What follows from it, and that it is audited. */
  lead: string
  submit: string
  cancel: string
}

type Props = Words & {
  /** Draws what opens the dialog. */
  trigger: (open: () => void) => ReactNode
  /** Cannot be taken back. */
  isGrave?: boolean
  /** Gets the fields by their names; resolves with whether it was done, or with why it was not. */
  onSubmit: (fields: FormData) => Promise<boolean | string>
  children: ReactNode
}

/** Asks for what a deed needs, a reason first of all, before it is done. It cannot be left while it is under way. */
export const AskDialog = ({ title, lead, submit, cancel, trigger, isGrave, onSubmit, children }: Props) => {
  const [isOpen, setOpen] = useState(false)
  const [isPending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const open = () => {
    setRefusal(undefined)
    setOpen(true)
  }
  const close = () => {
    if (!isPending) setOpen(false)
  }
  const act = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setPending(true)
    const outcome = await onSubmit(new FormData(event.currentTarget))
    setPending(false)
    setRefusal(typeof outcome === 'string' ? outcome : undefined)
    if (outcome === true) setOpen(false)
  }
  return (
    <>
      {trigger(open)}
      <Dialog opened={isOpen} onClose={close} title={title} centered>
        <form onSubmit={(event) => void act(event)} className={styles.form}>
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
    </>
  )
}
