import type { Playbook } from '#server/domain/playbook/playbook.ts'

/** Hands the playbook out as a file, as an import reads it. */
export const savePlaybookFile = (playbook: Playbook, name: string): void => {
  const address = URL.createObjectURL(new Blob([JSON.stringify(playbook, null, 2)], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: `playbook-${name}.json` })
  link.click()
  URL.revokeObjectURL(address)
}
