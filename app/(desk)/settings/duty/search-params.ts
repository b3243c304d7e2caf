import { createLoader, parseAsString } from 'nuqs/server'

/** The day whose roster is shown, a date of the site, and whom it is looked through for. */
export const DUTY_PARAMS = { day: parseAsString.withDefault(''), q: parseAsString.withDefault('') }

export const loadDutyParams = createLoader(DUTY_PARAMS)
