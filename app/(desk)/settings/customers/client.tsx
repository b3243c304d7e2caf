'use client'

import { Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useLive } from '../../../_live/provider.tsx'
import { useErrorText } from '../../../_ui/error-text.ts'
import list from '../../../_ui/list.module.css'
import { EmptyList } from '../../../_ui/list.tsx'
import type { FoundCustomer } from './_model.ts'
import { CustomerCalls } from './_parts/customer-calls.tsx'
import { EraseCustomer } from './_parts/erase-customer.tsx'
import styles from './customers.module.css'

/** Everything kept of one customer, found by their full number, to be handed out or erased. */
export const CustomersPage = () => {
  const t = useTranslations('customers')
  const { client } = useLive()
  const errorText = useErrorText()
  const [isPending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const [found, setFound] = useState<FoundCustomer>()

  const find = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const number = String(new FormData(form).get('number') ?? '').trim()
    setPending(true)
    const answer = await client.request('customer:find', { number })
    setPending(false)
    setFound(answer.ok ? (answer as unknown as FoundCustomer) : undefined)
    setRefusal(answer.ok ? undefined : t('failed', { reason: errorText(answer.code, answer.reason) }))
    if (answer.ok) form.reset()
  }

  const take = (format: 'csv' | 'json') => `/api/export/customer.${format}?handle=${found?.handle}`

  return (
    <section className={list.page} aria-labelledby="customers-title">
      <header>
        <h2 id="customers-title" className={list.title}>
          {t('title')}
        </h2>
        <p className={list.lead}>{t('lead')}</p>
      </header>
      <form className={styles.search} onSubmit={find}>
        <TextInput
          name="number"
          type="tel"
          label={t('number')}
          required
          minLength={3}
          maxLength={40}
          autoComplete="off"
          error={refusal}
          className={styles.number}
        />
        <Button type="submit" loading={isPending}>
          {t('find')}
        </Button>
      </form>
      {found && found.total === 0 && (
        <div role="status">
          <EmptyList title={t('none')} text={t('noneText')} />
        </div>
      )}
      {found && found.total > 0 && (
        <>
          <div className={styles.bar}>
            <p className={styles.found} role="status">
              <strong>{t('found', { masked: found.masked, total: found.total })}</strong>
              {found.calls.length < found.total && <span>{t('listed', { count: found.calls.length })}</span>}
            </p>
            <div className={styles.actions}>
              {(['csv', 'json'] as const).map((format) => (
                <Button
                  key={format}
                  component="a"
                  href={take(format)}
                  variant="default"
                  leftSection={<IconDownload size={16} aria-hidden="true" />}
                >
                  {t(format === 'csv' ? 'exportCsv' : 'exportJson')}
                </Button>
              ))}
              <EraseCustomer
                handle={found.handle}
                masked={found.masked}
                onErased={(count) => {
                  setFound(undefined)
                  notifications.show({ color: 'green', message: t('erased', { count }) })
                }}
              />
            </div>
          </div>
          <CustomerCalls calls={found.calls} />
        </>
      )}
    </section>
  )
}
