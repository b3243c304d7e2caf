import type { LawBook } from '#server/domain/feed/law-book.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import { DEFAULT_SETTINGS, type FloorSettings } from '#server/domain/settings.ts'

/** The shipped versions, with a scenario table of the test's own. */
export const testBook = (scenarioMap: FloorSettings['scenarioMap'] = []): LawBook => {
  const playbook = shippedPlaybook()
  return {
    playbooks: new Map([[playbook.version, playbook]]),
    rules: new Map([[DEFAULT_RULES.version, DEFAULT_RULES]]),
    settings: new Map([[1, { ...DEFAULT_SETTINGS, scenarioMap }]]),
    current: { playbook: playbook.version, rules: 1, settings: 1 },
  }
}
