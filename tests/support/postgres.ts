import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Template database, migrated: owner and lesser role. `tests/support/database.ts` copies it. */
    template: { ownerUrl: string; appUrl: string }
  }
}

/** One PostgreSQL of its own for a whole test run, on a free port, gone afterwards. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(path.join(tmpdir(), 'linewarden-test-'))
  const server = await startEmbedded({ dir })
  await migrate(server.url, server.appUrl)
  project.provide('template', { ownerUrl: server.url, appUrl: server.appUrl })
  return async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
