'use client'

import { Button } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

/** Takes a table away as a file, and brings one in. */
export const FileButtons = ({ name, onImport }: { name: string; onImport: () => void }) => {
  const t = useTranslations('people.files')
  return (
    <>
      <Button
        component="a"
        href={`/api/export/${name}.csv`}
        download
        variant="default"
        size="xs"
        leftSection={<IconDownload size={15} />}
      >
        {t('export')}
      </Button>
      <Button
        variant="default"
        size="xs"
        data-testid="import"
        leftSection={<IconUpload size={15} />}
        onClick={onImport}
      >
        {t('import')}
      </Button>
    </>
  )
}
