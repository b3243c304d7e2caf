'use client'

import { TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatSiteTime, parseSiteTime } from '#server/domain/site-time.ts'

/** A date and time of the site, written `2026-11-25 08:00`. `value` is epoch ms; null while it is empty or not understood. */
export const SiteTimeInput = (props: {
  label: string
  zone: string
  value: number | null
  onChange: (at: number | null) => void
  description?: string
  isRequired?: boolean
}) => {
  const { label, zone, value, onChange, description, isRequired } = props
  const t = useTranslations('imports')
  const [text, setText] = useState(value === null ? '' : formatSiteTime(value, zone))
  const isWrong = text.trim() !== '' && parseSiteTime(text, zone) === undefined
  return (
    <TextInput
      label={label}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={description}
      placeholder={t('timeExample')}
      required={isRequired}
      withAsterisk={isRequired}
      value={text}
      error={isWrong ? t('timeWrong') : undefined}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        onChange(parseSiteTime(currentTarget.value, zone) ?? null)
      }}
    />
  )
}
