import type { Playbook } from '../playbook/playbook.ts'
import type { ActionStatus } from '../words.ts'
import type { Call } from './call.ts'

export type GoldenStep = { n: number; zh: string; en: string; status: ActionStatus }

/** One word for several actions: what is missing shows first, then what nobody knows, then what is still to come. */
const ORDER: readonly ActionStatus[] = ['missed', 'unknown', 'pending', 'late_done', 'done', 'exempt', 'not_applicable']

const joinStatuses = (statuses: readonly ActionStatus[]): ActionStatus =>
  ORDER.find((status) => statuses.includes(status)) ?? 'not_applicable'

/** How far a complaint's golden steps are taken in one handling; those after the call are the case's, not the call's. */
export const readGolden = (
  call: Pick<Call, 'scenario'>,
  actions: readonly { id: string; status: ActionStatus; isOverturned?: boolean }[] | undefined,
  playbook: Pick<Playbook, 'goldenSteps' | 'actions'>,
): GoldenStep[] | undefined => {
  if (call.scenario !== 'complaint' || !actions?.length) return undefined
  const measured = new Set(playbook.actions.flatMap(({ id, evidence }) => (evidence[0] === 'metric' ? [id] : [])))
  return playbook.goldenSteps
    .filter(({ afterCall }) => !afterCall)
    .map(({ n, label, actions: needed }) => {
      const statuses = actions
        .filter(({ id }) => needed.includes(id) && !measured.has(id))
        .map(({ status, isOverturned }) => (isOverturned ? 'done' : status))
      return { n, ...label, status: joinStatuses(statuses) }
    })
}
