import type { Asking } from './door.ts'
import type { Outcome } from './outcome.ts'

export type Variant = {
  /** The same question, put otherwise. `turn` counts, for what has many forms. */
  ask(asking: Asking, here: string, turn: number): Asking
  /** What may come instead of the same answer: always less. `plain`: a redirect to the path as it is usually written. */
  orElse: readonly (Outcome | 'plain')[]
}

const SUBREQUESTS = [
  'middleware',
  'src/middleware',
  'pages/_middleware',
  'middleware:middleware:middleware:middleware:middleware',
  'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware',
  'proxy:proxy:proxy:proxy:proxy',
  'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy',
]

const headers = (more: Record<string, string>): Variant => ({
  ask: (asking) => ({ ...asking, headers: { ...asking.headers, ...more } }),
  orElse: [],
})

/** Headers some version of some framework or proxy has believed. */
export const BY_HEADER: Record<string, Variant> = {
  'x-middleware-subrequest': {
    ask: (asking, _, turn) => ({
      ...asking,
      headers: { ...asking.headers, 'x-middleware-subrequest': SUBREQUESTS[turn % SUBREQUESTS.length] ?? '' },
    }),
    orElse: [],
  },
  'headers of a proxy': headers({
    host: 'other.example',
    'x-original-url': '/api/health',
    'x-rewrite-url': '/api/health',
    'x-forwarded-host': 'other.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-prefix': '/sign-in',
    'x-http-method-override': 'POST',
  }),
  'headers of the framework': headers({
    'x-invoke-path': '/sign-in',
    'x-invoke-output': '/sign-in',
    'x-invoke-status': '200',
    'x-matched-path': '/sign-in',
    'x-middleware-rewrite': '/sign-in',
    'x-middleware-next': '1',
    'x-middleware-prefetch': '1',
    'x-nextjs-data': '1',
    'x-now-route-matches': '1=1',
    'x-prerender-revalidate': '1',
  }),
  'headers of ours': headers({ 'x-linewarden-address': '127.0.0.1', 'x-linewarden-knock': 'made-up' }),
}

/** What a browser that stands on this very page says it has. */
const treeOf = (path: string) =>
  path
    .split('/')
    .filter(Boolean)
    .reduceRight<unknown[]>((inner, name) => [name, { children: inner }], ['__PAGE__', {}, null, 'refetch'])

/** A page asked for as the framework's own code in a browser does. The suffix of an id is another id. */
export const BY_PARTS: Record<string, Variant> = {
  'RSC: 1': headers({ rsc: '1' }),
  '?_rsc=': { ask: (asking) => ({ ...asking, path: `${asking.path}?_rsc=abcde` }), orElse: [] },
  'RSC: 1 as a prefetch': { ...headers({ rsc: '1', 'next-router-prefetch': '1' }), orElse: ['outline'] },
  'RSC: 1 of one segment': {
    ...headers({ rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' }),
    orElse: ['outline'],
  },
  'RSC: 1 as if the layouts were there': {
    ask: (asking) => ({
      ...asking,
      headers: { rsc: '1', 'next-router-state-tree': encodeURIComponent(JSON.stringify(treeOf(asking.path))) },
    }),
    orElse: [],
  },
  '.rsc': { ask: (asking) => ({ ...asking, path: `${asking.path}.rsc` }), orElse: ['absent'] },
  '.segments': {
    ask: (asking) => ({ ...asking, path: `${asking.path}.segments/_tree.segment.rsc` }),
    orElse: ['absent'],
  },
  '.json': { ask: (asking) => ({ ...asking, path: `/_next/data/build${asking.path}.json` }), orElse: ['absent'] },
}

const spelled = (
  change: (path: string, here: string) => string,
  ...orElse: readonly (Outcome | 'plain')[]
): Variant => ({
  ask: (asking, here) => ({ ...asking, path: change(asking.path, here) }),
  orElse,
})
const encodeFirst = (path: string) => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`

export const BY_SPELLING: Record<string, Variant> = {
  'a letter encoded': spelled(encodeFirst, 'absent', 'refused'),
  'a letter encoded twice': spelled((path) => encodeFirst(path).replace('%', '%25'), 'absent'),
  'slashes encoded': spelled((path) => `/${path.slice(1).replaceAll('/', '%2F')}`, 'absent'),
  'two slashes before': spelled((path) => `/${path}`, 'plain'),
  'two slashes within': spelled((path) => `/${path.slice(1).replaceAll('/', '//')}`, 'plain'),
  'a dot segment': spelled((path) => `/.${path}`, 'absent'),
  'two dots': spelled((path) => `/sign-in/..${path}`, 'absent'),
  'two dots encoded': spelled((path) => `/sign-in/%2e%2e${path}`, 'absent'),
  'under the static files': spelled((path) => `/_next/static/..${path}`, 'absent', 'to /_next'),
  backslashes: spelled((path) => path.replaceAll('/', '\\'), 'refused'),
  'a backslash encoded': spelled((path) => `/%5c${path.slice(1)}`, 'absent'),
  'upper case': spelled((path) => path.toUpperCase(), 'absent'),
  'a slash after': spelled((path) => `${path}/`, 'plain'),
  'a semicolon': spelled((path) => `${path};x=1`, 'absent'),
  'a zero byte': spelled((path) => `${path}%00`, 'absent'),
  'a bad escape': spelled((path) => `${path}%zz`, 'refused'),
  'a fragment': spelled((path) => `${path}#x`, 'absent'),
  'absolute form': spelled((path) => `http://other.example${path}`, 'refused'),
  'absolute form of this server': spelled((path, here) => `${here}${path}`, 'refused'),
}

export const BY_METHOD: Record<string, Variant> = {
  HEAD: { ask: (asking) => ({ ...asking, method: 'HEAD' }), orElse: ['refused'] },
  OPTIONS: { ask: (asking) => ({ ...asking, method: 'OPTIONS' }), orElse: ['refused'] },
  'POST without an origin': { ask: (asking) => ({ ...asking, method: 'POST', body: '{}' }), orElse: ['forbidden'] },
  'POST as an action of the framework': {
    ask: (asking, here) => ({
      ...asking,
      method: 'POST',
      body: '[]',
      headers: { origin: here, 'next-action': '0'.repeat(42), 'content-type': 'text/plain;charset=UTF-8' },
    }),
    orElse: ['absent'],
  },
}
