import type { ActionUse } from '#server/domain/playbook/action.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { Scenario, Step } from '#server/domain/words.ts'

type Label = { zh: string; en: string }
type Opening = Playbook['openings'][number]

/** Somewhere a condition or an exemption is named. */
export type UsePlace =
  | { in: 'step'; scenario: Scenario; step: Step; label: Label }
  | { in: 'opening'; opening: Label; label: Label }
  | { in: 'ordering'; label: Label }

/** What asks for something only under this condition. */
export const whereCondition = (playbook: Playbook, id: string): UsePlace[] => {
  const depends = ({ when }: { when?: string }) => when === id
  const labels = (uses: readonly ActionUse[]) => uses.filter(depends).map(({ label }) => label)
  return [
    ...playbook.scenarios.flatMap(({ scenario, steps }) =>
      steps.flatMap(({ step, actions }) =>
        labels(actions).map((label): UsePlace => ({ in: 'step', scenario, step, label })),
      ),
    ),
    ...playbook.openings.flatMap(({ label: opening, actions }) =>
      labels(actions).map((label): UsePlace => ({ in: 'opening', opening, label })),
    ),
    ...playbook.orderings.filter(depends).map(({ label }): UsePlace => ({ in: 'ordering', label })),
  ]
}

/** The orders an exemption waives. */
export const whereExemption = (playbook: Playbook, id: string): UsePlace[] =>
  playbook.orderings.filter(({ unless }) => unless === id).map(({ label }): UsePlace => ({ in: 'ordering', label }))

/** Scenarios an opening names for nothing: calls of their own direction open as the scenario itself says, unless tagged. */
export const openingForNothing = (playbook: Playbook, { tags, directions, scenarios }: Opening): Scenario[] =>
  tags.length > 0
    ? []
    : playbook.scenarios
        .filter(
          ({ scenario, direction }) => scenarios.includes(scenario) && directions.every((one) => one === direction),
        )
        .map(({ scenario }) => scenario)
