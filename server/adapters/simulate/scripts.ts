import { type Scenario, STEPS, type Step } from '#server/domain/words.ts'
import type { Part } from './script-part.ts'
import { COMPLAINT, FOLLOWED_UP, INQUIRY, WRITTEN_UP } from './scripts-asked.ts'
import { ORDER, REPAIR, SURVEY } from './scripts-done.ts'

const SCRIPTS: Record<Scenario, Record<Step, readonly Part[]>> = {
  inquiry: INQUIRY,
  complaint: COMPLAINT,
  after_sales: REPAIR,
  business_handling: ORDER,
  satisfaction_callback: SURVEY,
}

/** What systems see of the work after the call. */
const AFTER: Record<Scenario, readonly Part[]> = {
  inquiry: WRITTEN_UP,
  complaint: FOLLOWED_UP,
  after_sales: FOLLOWED_UP,
  business_handling: WRITTEN_UP,
  satisfaction_callback: FOLLOWED_UP,
}

/** Whoever does not wait for the customer to hang up leaves this out; no sentence does it. */
export const WAITS = 'CLOSE_WAIT_HANGUP'
/** Asked before a hold, said after it. */
export const HOLD_ASK = 'RES_HOLD_ASK'
export const HOLD_THANK = 'RES_HOLD_THANK'

/** Without these the playbook asks for less as well: leaving them out is no fault anybody could see. */
const UNSEEN: ReadonlySet<string> = new Set([
  'CONF_AGREE',
  // Whoever hangs up before the goodbye excuses it.
  'CLOSE_BYE',
  'RES_DISPATCH',
  'RES_RISK',
  'NEED_EMPATHY/after_sales',
  'NEED_ID_VERIFY/after_sales',
  // Owed only where the customer says that the fault is still there.
  'CB_RECOVER/satisfaction_callback',
  'RES_DEADLINE/satisfaction_callback',
  'CONF_NEXT/satisfaction_callback',
  'ACW_FOLLOWUP/satisfaction_callback',
])

const isKept =
  (omitted: ReadonlySet<string>) =>
  ({ does }: Part) =>
    !does.some((action) => omitted.has(action))

/** One step's script without what is left out. */
export const scriptOf = (scenario: Scenario, step: Step, omitted: ReadonlySet<string>): Part[] =>
  SCRIPTS[scenario][step].filter(isKept(omitted))

export const afterCallOf = (scenario: Scenario, omitted: ReadonlySet<string>): Part[] =>
  AFTER[scenario].filter(isKept(omitted))

/** What may be left out of a step so that somebody could see it. */
export const omittable = (scenario: Scenario, step: Step): string[] => {
  const after = step === 'closing' ? [...AFTER[scenario].flatMap(({ does }) => does), WAITS] : []
  const all = [...SCRIPTS[scenario][step].flatMap(({ does }) => does), ...after]
  return [...new Set(all)].filter((action) => !UNSEEN.has(action) && !UNSEEN.has(`${action}/${scenario}`))
}

export const allOmittable = (scenario: Scenario): string[] => STEPS.flatMap((step) => omittable(scenario, step))
