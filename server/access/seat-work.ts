import type { Sql } from '#db/client.ts'
import { loadSettings } from '#db/queries/load-settings.ts'
import type { Clock } from '../clock.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import type { ImportRow } from '../protocol/imports.ts'
import type { AuditEntry } from './audit.ts'
import type { OrganisationDirectory } from './directory.ts'
import { type DutyRequest, removeDuty, saveDuty } from './duty.ts'
import { type Correction, correctIdentity, takeBackCorrection } from './identities.ts'
import { importIdentities } from './import-identities.ts'
import { importRoster, takeBackRosterShift } from './roster.ts'
import { forgetSeat, importSeats } from './seats.ts'

/** The site's zone as it is set now. */
export const readSiteZone = async (sql: Sql): Promise<string> =>
  (await loadSettings(sql))?.zone ?? DEFAULT_SETTINGS.zone

/** Everything people change about seats, rosters and duty, bound to one database and directory. */
export const createSeatWork = (given: {
  sql: Sql
  directory: Pick<OrganisationDirectory, 'flush' | 'refresh'>
  clock: Pick<Clock, 'uuid'>
}) => {
  const parts = { ...given, zone: () => readSiteZone(given.sql) }
  return {
    correctIdentity: (correction: Correction, note: AuditEntry) => correctIdentity(parts, correction, note),
    takeBackIdentity: (interval: { feedId: string; agentId: string; from: number }, note: AuditEntry) =>
      takeBackCorrection(parts, interval, note),
    removeSeat: (seatId: string, note: AuditEntry) => forgetSeat(parts, seatId, note),
    removeShift: (shift: { agentNo: string; from: number }, note: AuditEntry) =>
      takeBackRosterShift(parts, shift, note),
    saveDuty: (duty: DutyRequest, note: AuditEntry) => saveDuty(parts, duty, note),
    removeDuty: (dutyId: string, note: AuditEntry) => removeDuty(parts, dutyId, note),
    importRows: {
      seats: (rows: readonly ImportRow<'seats'>[], isFinal: boolean, note: AuditEntry) =>
        importSeats(parts, rows, isFinal, note),
      identities: (rows: readonly ImportRow<'identities'>[], isFinal: boolean, note: AuditEntry) =>
        importIdentities(parts, rows, isFinal, note),
      roster: (rows: readonly ImportRow<'roster'>[], isFinal: boolean, note: AuditEntry) =>
        importRoster(parts, rows, isFinal, note),
    },
  }
}
