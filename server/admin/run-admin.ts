import { type AdminCommand, type AdminIo, UsageError } from './admin-io.ts'
import { AUDIT_COMMANDS } from './audit.ts'
import { BACKUP_COMMAND, RESTORE_COMMAND } from './backups.ts'
import { CERT_USAGE } from './cert.ts'
import { FEED_COMMANDS } from './feeds.ts'
import { LABEL_COMMANDS } from './labels.ts'
import { LOG_COMMANDS } from './logs.ts'
import { SCENARIO_COMMANDS } from './scenarios.ts'
import { SITE_COMMANDS } from './site.ts'
import { TEAM_COMMANDS } from './teams.ts'
import { USER_COMMANDS } from './users.ts'

const COMMANDS: Record<string, Record<string, AdminCommand>> = {
  user: USER_COMMANDS,
  team: TEAM_COMMANDS,
  feed: FEED_COMMANDS,
  log: LOG_COMMANDS,
  labels: LABEL_COMMANDS,
  scenario: SCENARIO_COMMANDS,
  site: SITE_COMMANDS,
  audit: AUDIT_COMMANDS,
}

/** Commands of one word. */
const SINGLE: Record<string, AdminCommand> = { backup: BACKUP_COMMAND, restore: RESTORE_COMMAND }

export const ADMIN_USAGE = [
  'usage: npm run admin -- COMMAND',
  '',
  ...Object.values(COMMANDS).flatMap((verbs) => Object.values(verbs).map(({ usage }) => `  ${usage}`)),
  ...Object.values(SINGLE).map(({ usage }) => `  ${usage}`),
  `  ${CERT_USAGE}`,
  '  migrate',
].join('\n')

/** Finds the command or throws `UsageError` with what there is instead. */
export const findCommand = ([noun, verb]: readonly string[]): AdminCommand => {
  const single = noun === undefined ? undefined : SINGLE[noun]
  if (single) return single
  const verbs = noun === undefined ? undefined : COMMANDS[noun]
  if (!verbs) throw new UsageError(`There is no command "${noun ?? ''}".\n\n${ADMIN_USAGE}`)
  const command = verb === undefined ? undefined : verbs[verb]
  if (command) return command
  const usages = Object.values(verbs).map(({ usage }) => `  ${usage}`)
  throw new UsageError(`There is no "${noun} ${verb ?? ''}". There is:\n${usages.join('\n')}`)
}

export const runAdmin = async (argv: readonly string[], io: AdminIo): Promise<void> => {
  const command = findCommand(argv)
  try {
    await command.run(argv.slice(argv[0] !== undefined && Object.hasOwn(SINGLE, argv[0]) ? 1 : 2), io)
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}\nusage: npm run admin -- ${command.usage}`)
    throw error
  }
}
