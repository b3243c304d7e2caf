import type { DemoAccount } from './seed-demo.ts'

const accountLines = (accounts: readonly DemoAccount[]): string[] => {
  if (accounts.length === 0)
    return ['The accounts were there before: npm run admin -- user password NAME makes a new password.']
  return [
    ...accounts.map(
      ({ role, username, password }) => `${role.padEnd(14)} user ${username.padEnd(14)} password ${password}`,
    ),
    'Passwords are as first made; one changed since is not shown.',
  ]
}

/** What the demonstration says once it runs: where it is, who may sign in, how to end it. */
export const demoAnnouncement = (url: string, accounts: readonly DemoAccount[]): string[] => [
  '',
  `  Linewarden demonstration   ${url}`,
  '',
  ...accountLines(accounts).map((line) => `  ${line}`),
  '',
  '  The calls are made up. Ctrl-C ends the server, the made-up floor and the database.',
  '',
]
