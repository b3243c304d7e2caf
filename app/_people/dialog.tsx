'use client'

import { Modal, type ModalProps } from '@mantine/core'
import { useTranslations } from 'next-intl'

/** A dialog over a page. Its heading is no banner of the page beneath. */
export const Dialog = (props: Omit<ModalProps, 'attributes' | 'closeButtonProps'>) => {
  const t = useTranslations('people.import')
  return <Modal {...props} attributes={{ header: { role: 'none' } }} closeButtonProps={{ 'aria-label': t('close') }} />
}
