import type { Outcome } from './outcome.ts'
import { everybody, type Row, signedIn } from './who.ts'

type Paths = Readonly<Record<string, Row<Outcome>>>

/** Pages. */
const forAll = signedIn('open', 'sign in')
const forSupervisors: Row<Outcome> = { ...forAll, viewer: 'forbidden' }
const forManagers: Row<Outcome> = { ...signedIn('forbidden', 'sign in'), manager: 'open', admin: 'open' }
const forAdmins: Row<Outcome> = { ...forManagers, manager: 'forbidden' }

/** Files: programs are told, not sent to sign in. */
const fileForManagers: Row<Outcome> = { ...signedIn('forbidden', 'unauthenticated'), manager: 'open', admin: 'open' }
const fileForAdmins: Row<Outcome> = { ...fileForManagers, manager: 'forbidden' }
const fileForSupervisors: Row<Outcome> = { ...signedIn('open', 'unauthenticated'), viewer: 'forbidden' }
/** Nobody's data without the handle a search gave. */
const fileOfSomebody: Row<Outcome> = { ...fileForManagers, manager: 'absent', admin: 'absent' }

/** What the build has, by the name it has there. */
export const PAGES: Paths = {
  '/': everybody('to /floor'),
  '/floor': forAll,
  '/calls/[feedId]/[callId]': forAll,
  '/help/steps': forAll,
  '/quality': signedIn('to /quality/disputes', 'sign in'),
  '/quality/disputes': forSupervisors,
  '/quality/callbacks': forSupervisors,
  '/playbook': forAll,
  '/playbook/versions': forAll,
  '/playbook/draft': forManagers,
  '/settings': signedIn('to /settings/account', 'sign in'),
  '/settings/account': forAll,
  '/settings/agents': forManagers,
  '/settings/teams': forManagers,
  '/settings/seats': forManagers,
  '/settings/duty': forSupervisors,
  '/settings/scenarios': forManagers,
  '/settings/users': forAdmins,
  '/settings/customers': forManagers,
  '/settings/audit': forManagers,
  '/settings/retention': forAdmins,
  '/sign-in': signedIn('to /floor', 'open'),
  '/change-password': signedIn('to /floor', 'sign in'),
  '/icon.svg': everybody('open'),
  '/_not-found': everybody('absent'),
  '/_global-error': everybody('broken'),
}

/** Pages of the framework that say one sentence: what comes when they are asked for otherwise is of no account. */
export const HOLLOW = ['/_not-found', '/_global-error']

/** One of the build answers for many: `auth-paths.ts` has them all. */
export const AUTH_PAGE = '/api/auth/[...all]'

/** What the server answers itself. */
export const ROUTES: Paths = {
  '/api/health': everybody('open'),
  '/api/metrics': everybody('open'),
  '/api/export/users.csv': fileForAdmins,
  '/api/export/audit.csv': fileForManagers,
  '/api/export/teams.csv': fileForManagers,
  '/api/export/agents.csv': fileForManagers,
  '/api/export/scenarios.csv': fileForManagers,
  '/api/export/seats.csv': fileForManagers,
  '/api/export/identities.csv': fileForManagers,
  '/api/export/roster.csv': fileForSupervisors,
  '/api/export/callbacks.csv': fileForSupervisors,
  '/api/export/disputes.csv': fileForSupervisors,
  '/api/export/labels.csv': fileForManagers,
  '/api/export/labels.jsonl': fileForManagers,
  '/api/export/customer.csv': fileOfSomebody,
  '/api/export/customer.json': fileOfSomebody,
}

/** What the framework would answer besides pages. */
export const FRAMEWORK: Paths = {
  '/_next/image?url=%2Ficon.svg&w=64&q=75': everybody('absent'),
  '/_next/image?url=%2Fapi%2Fmetrics&w=64&q=75': everybody('absent'),
  '/_next/webpack-hmr': everybody('absent'),
  '/__nextjs_original-stack-frames': everybody('absent'),
  '/_next/server/app-paths-manifest.json': everybody('absent'),
  '/.env': everybody('absent'),
}
