import type { FeedToServer } from '#server/protocol/feed.ts'
import type { LiveToServer } from '#server/protocol/live.ts'
import type { RequestName } from '#server/protocol/requests.ts'
import { CALL, FEED } from './floor.ts'
import { everybody, type Row, signedIn } from './who.ts'

/** What a message comes to. */
export type Said =
  /** The connection is not theirs; what they send all the same ends it, unheard. */
  | 'out'
  | 'ok'
  /** They may; what was sent was no request. */
  | 'heard'
  | 'forbidden'
  | 'not_found'
  | 'conflict'

/** Who is let in, by path and namespace. A page names its origin, a program names none. */
export const DOORS: Readonly<Record<string, Row<'in' | 'unauthenticated'>>> = {
  '/live /': signedIn('in', 'unauthenticated'),
  '/feed /': { ...everybody('unauthenticated'), 'feed token': 'in', 'companion token': 'in' },
}

const forAll = signedIn<Said, Said>('heard', 'out')
const forManagers: Row<Said> = { ...signedIn('forbidden', 'out'), manager: 'heard', admin: 'heard' }
const forAdmins: Row<Said> = { ...forManagers, manager: 'forbidden' }
/** A call of team A's. */
const onCallOfA: Row<Said> = { ...signedIn('ok', 'out'), 'supervisor B': 'not_found' }
const actOnCallOfA: Row<Said> = { ...onCallOfA, viewer: 'forbidden' }

/** All a page may send. A message without a row does not compile. */
export const LIVE: Readonly<Record<keyof LiveToServer | RequestName, Row<Said>>> = {
  'live:hello': signedIn('ok', 'out'),
  'live:snapshot': signedIn('ok', 'out'),
  'call:watch': onCallOfA,
  'call:unwatch': signedIn('ok', 'out'),
  'alert:acknowledge': actOnCallOfA,
  'alert:resolve': actOnCallOfA,
  'verdict:dispute': { ...forAll, viewer: 'forbidden' },
  'dispute:decide': forManagers,
  'callback:close': { ...forAll, viewer: 'forbidden' },
  'call:set-scenario': actOnCallOfA,
  'call:set-level': actOnCallOfA,
  'call:reveal-number': { ...actOnCallOfA, admin: 'forbidden' },
  'retention:set': forAdmins,
  'customer:find': forManagers,
  'customer:erase': forManagers,
  'audit:verify': forManagers,
  'user:add': forAdmins,
  'user:edit': forAdmins,
  'user:reset-password': forAdmins,
  'user:set-disabled': forAdmins,
  'user:unlock': forAdmins,
  'user:end-sessions': forAdmins,
  'user:preview-import': forAdmins,
  'user:import': forAdmins,
  'account:end-session': forAll,
  'account:end-sessions': forAll,
  'agent:place': forManagers,
  'agent:import': forManagers,
  'membership:correct': forManagers,
  'site:save': forManagers,
  'site:close': forManagers,
  'team:save': forManagers,
  'team:close': forManagers,
  'team:set-queues': forManagers,
  'team:import': forManagers,
  'scenario:map': forManagers,
  'playbook:start-draft': forManagers,
  'playbook:save-draft': forManagers,
  'playbook:discard-draft': forManagers,
  'playbook:publish': forManagers,
  'playbook:back-test': forManagers,
  'playbook:back-test-progress': forManagers,
  'playbook:back-test-calls': forManagers,
  'playbook:back-test-cancel': forManagers,
  'identity:correct': forManagers,
  'identity:take-back': forManagers,
  'identity:import': forManagers,
  'seat:import': forManagers,
  'seat:remove': forManagers,
  'roster:import': forManagers,
  'roster:remove': forManagers,
  'duty:save': forManagers,
  'duty:remove': forManagers,
}
export type LiveName = keyof typeof LIVE
export const LIVE_NAMES = Object.keys(LIVE) as LiveName[]

const NO_REQUEST = { nobodyAsksLikeThis: true }

/** Something real where the answer depends on whose it is; else nothing that could be carried out. */
export const bodyOf = (name: string, alertKey: string, version: number): object => {
  const call = { feed: FEED, callId: CALL }
  const real: Record<string, object> = {
    'live:hello': { v: version },
    'live:snapshot': { feed: FEED },
    'call:watch': call,
    'call:unwatch': call,
    'alert:acknowledge': { ...call, key: alertKey },
    'alert:resolve': { ...call, key: alertKey },
    'call:set-scenario': { ...call, scenario: 'inquiry' },
    'call:set-level': { ...call, level: 1, reason: 'overheard' },
    'call:reveal-number': { ...call, reason: 'call_back', text: '' },
  }
  return real[name] ?? NO_REQUEST
}

const byFeeds: Row<Said> = { ...everybody('out'), 'feed token': 'ok', 'companion token': 'ok' }

/** All a feed may send. */
export const FEEDS: Readonly<Record<keyof FeedToServer, Row<Said>>> = {
  'feed:hello': byFeeds,
  'feed:events': byFeeds,
  'feed:heartbeat': byFeeds,
}
export const FEED_NAMES = Object.keys(FEEDS) as (keyof FeedToServer)[]

/** In which streams they are after saying hello and opening the call: what the rest of the room's name is, or nothing. */
export const ROOMS: Readonly<Record<string, Row>> = {
  frame: {
    ...everybody(''),
    viewer: `${FEED} north|masked`,
    'supervisor A': `${FEED} north|masked`,
    'supervisor B': `${FEED} south|masked`,
    manager: `${FEED} all|masked|places`,
    admin: `${FEED} all|masked|places`,
  },
  call: everybody(''),
  reading: {
    ...everybody(''),
    viewer: `call ${FEED} ${CALL} north|masked`,
    'supervisor A': `call ${FEED} ${CALL} north|masked`,
    manager: `call ${FEED} ${CALL} all|masked|places`,
    admin: `call ${FEED} ${CALL} all|masked|places`,
  },
}
