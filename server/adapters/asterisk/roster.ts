import type { AgentState, ReasonKind } from '#server/domain/words.ts'
import { type AmiFields, textOf } from './ami-message.ts'
import type { Outlet } from './outlet.ts'

type Membership = { name?: string; paused: boolean; reason?: string }
type Agent = {
  agentId: string
  deviceId: string
  memberships: Map<string, Membership>
  /** Device state 0-8 as app_queue counts it. */
  status: string
  wrapUntil?: number
  wrapFrom?: number
  saidState?: string
  saidProfile?: string
}
type StateData = {
  state: AgentState
  reason?: string
  reasonKind?: ReasonKind
  until?: string
  pendingState?: AgentState
}

export type RosterRules = {
  agentIdOf: (device: string) => string | undefined
  reasonKindOf: (reason: string | undefined) => ReasonKind
  /** The person a member's name tells of; undefined: the name is only a name. */
  personOf: (memberName: string) => { agentNo: string; name?: string } | undefined
}

const OF_STATUS: Readonly<Record<string, AgentState>> = {
  1: 'ready',
  2: 'busy',
  3: 'busy',
  4: 'logged_off',
  5: 'logged_off',
  6: 'reserved',
  7: 'busy',
  8: 'busy',
}

/** `Local/1007@agents/n` -> `Local/1007`: all a member without StateInterface tells of its phone. */
const bareInterface = (name: string) => name.replace(/@.*$/, '').replace(/\/n$/, '')

const firstName = (agent: Agent): string | undefined => {
  for (const { name } of agent.memberships.values()) if (name) return name
  return undefined
}

/** Queue members: who sits where, in which queues, paused or not. One agent is one phone, however many queues. */
export const createRoster = (outlet: Outlet, rules: RosterRules) => {
  const agents = new Map<string, Agent>()
  const deviceByInterface = new Map<string, string>()

  const agentIdOfDevice = (device: string) => rules.agentIdOf(device) ?? device

  const stateAt = (agent: Agent, at: number): StateData => {
    if (agent.memberships.size === 0) return { state: 'logged_off' }
    const base = OF_STATUS[agent.status] ?? 'unknown'
    if (base === 'logged_off' || base === 'unknown') return { state: base }
    const all = [...agent.memberships.values()]
    const isPaused = all.every((m) => m.paused)
    const reason = isPaused ? all.map((m) => m.reason).findLast((r) => r !== undefined) : undefined
    const pause = { reason: reason?.slice(0, 80), reasonKind: rules.reasonKindOf(reason) }
    if (base !== 'ready') return isPaused ? { state: base, pendingState: 'not_ready', ...pause } : { state: base }
    if (agent.wrapUntil !== undefined && at < agent.wrapUntil) {
      const until = new Date(agent.wrapUntil).toISOString()
      return { state: 'working_after_call', until, ...(isPaused ? { pendingState: 'not_ready', ...pause } : {}) }
    }
    return isPaused ? { state: 'not_ready', ...pause } : { state: 'ready' }
  }

  const headOf = (agent: Agent) => ({ agentId: agent.agentId, deviceId: agent.deviceId })

  const sayState = (agent: Agent, at: number, derived?: boolean): void => {
    const data = stateAt(agent, at)
    const said = JSON.stringify(data)
    if (said === agent.saidState) return
    agent.saidState = said
    const isDerived = derived || data.state === 'working_after_call'
    outlet.emit('agent.state', at, { ...headOf(agent), ...(isDerived ? { derived: true } : {}) }, data)
  }

  const sayProfile = (agent: Agent, at: number): void => {
    const memberName = firstName(agent)
    const person = memberName === undefined ? undefined : rules.personOf(memberName)
    const who = person ? { ...person, by: 'member' as const } : memberName ? { name: memberName } : {}
    const data = { ...who, queues: [...agent.memberships.keys()].sort().slice(0, 100) }
    const said = JSON.stringify(data)
    if (said === agent.saidProfile) return
    agent.saidProfile = said
    outlet.emit('agent.profile', at, headOf(agent), data)
  }

  const take = (fields: AmiFields): Agent | undefined => {
    const interfaceName = textOf(fields, 'Interface') ?? textOf(fields, 'Location')
    const queue = textOf(fields, 'Queue')
    if (!interfaceName || !queue) return undefined
    const device = textOf(fields, 'StateInterface') ?? bareInterface(interfaceName)
    deviceByInterface.set(interfaceName, device)
    const agentId = agentIdOfDevice(device)
    const agent = agents.get(agentId) ?? { agentId, deviceId: device, memberships: new Map(), status: '0' }
    agents.set(agentId, agent)
    const said = textOf(fields, 'MemberName') ?? textOf(fields, 'Name')
    const isName = said !== undefined && said !== interfaceName && said !== device && !said.includes('/')
    agent.memberships.set(queue, {
      name: isName ? said.slice(0, 80) : undefined,
      paused: fields.get('Paused') === '1',
      reason: textOf(fields, 'PausedReason'),
    })
    agent.status = fields.get('Status') ?? agent.status
    return agent
  }

  return {
    /** A QueueMember* event. */
    update(fields: AmiFields, at: number): void {
      const agent = take(fields)
      if (!agent) return
      sayProfile(agent, at)
      sayState(agent, at)
    },

    /** One row of a QueueStatus answer: said together at its end. */
    note: (fields: AmiFields): void => void take(fields),

    remove(fields: AmiFields, at: number): void {
      const agent = take(fields)
      if (!agent) return
      agent.memberships.delete(fields.get('Queue') ?? '')
      sayProfile(agent, at)
      sayState(agent, at)
    },

    /** A new QueueStatus answer begins: memberships that it does not repeat are gone. */
    forgetMemberships(): void {
      for (const agent of agents.values()) agent.memberships.clear()
    },

    sayAll(at: number): void {
      for (const agent of agents.values()) {
        sayProfile(agent, at)
        sayState(agent, at)
      }
    },

    /** One snapshot item per agent. */
    sayObserved(at: number): void {
      for (const agent of agents.values()) {
        sayProfile(agent, at)
        const data = stateAt(agent, at)
        agent.saidState = JSON.stringify(data)
        outlet.emit('feed.snapshot_item', at, { ...headOf(agent), observed: true }, data)
      }
    },

    startWrapUp(agentId: string, at: number, seconds: number): void {
      const agent = agents.get(agentId)
      if (!agent || seconds <= 0) return
      agent.wrapUntil = at + seconds * 1000
      if (OF_STATUS[agent.status] === 'ready') sayState(agent, at)
    },

    /** Says what became of after-call work that is over by `at`. */
    tick(at: number): void {
      for (const agent of agents.values()) {
        if (agent.wrapUntil === undefined || at < agent.wrapUntil) continue
        const until = agent.wrapUntil
        agent.wrapUntil = undefined
        if (OF_STATUS[agent.status] === 'ready') sayState(agent, until, true)
      }
    },

    deviceOf: (interfaceName: string): string => deviceByInterface.get(interfaceName) ?? bareInterface(interfaceName),
    agentIdOf: (interfaceName: string): string =>
      agentIdOfDevice(deviceByInterface.get(interfaceName) ?? bareInterface(interfaceName)),
    hasDevice: (endpoint: string): boolean => {
      const agentId = rules.agentIdOf(endpoint)
      return agentId !== undefined && agents.get(agentId)?.deviceId === endpoint
    },
    hasAgent: (agentId: string): boolean => agents.has(agentId),
    /** The agent a person means by an id, an interface or a member's name. */
    findAgent(text: string): string | undefined {
      if (agents.has(text)) return text
      if (text.includes('/')) return agentIdOfDevice(deviceByInterface.get(text) ?? bareInterface(text))
      for (const agent of agents.values())
        for (const { name } of agent.memberships.values()) if (name === text) return agent.agentId
      return undefined
    },
    queuesOf: (agentId: string): string[] => [...(agents.get(agentId)?.memberships.keys() ?? [])],
    members: () => [...agents.values()].map((a) => ({ agentId: a.agentId, deviceId: a.deviceId, name: firstName(a) })),
    clear(): void {
      agents.clear()
      deviceByInterface.clear()
    },
  }
}
export type Roster = ReturnType<typeof createRoster>
