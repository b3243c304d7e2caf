import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardCell, unguardCell } from '#server/domain/csv-guard.ts'
import { toCsv } from '#server/http/exports/csv.ts'
import { FORMULA_PAYLOADS, HARMLESS_CELLS } from '#tests/support/formula-payloads.ts'
import { readStrictCsv } from '#tests/support/strict-csv.ts'

const BOM = '\ufeff'
const strict = (csv: string) => readStrictCsv(csv.slice(BOM.length))

describe('a file of cells for a spreadsheet', () => {
  it('is tried with forty formulas or more', () => {
    expect(new Set(FORMULA_PAYLOADS).size).toBeGreaterThanOrEqual(40)
  })

  it.each(FORMULA_PAYLOADS.map((cell) => [JSON.stringify(cell), cell]))(
    '[EDGE-7] takes the bite out of %s',
    (_, cell) => {
      const [header, row] = strict(toCsv([cell], [[cell, 'next']]))
      expect(row).toEqual([`'${cell}`, 'next'])
      expect(header).toEqual([`'${cell}`])
      expect(unguardCell(row?.[0] ?? '')).toBe(cell)
    },
  )

  it.each(HARMLESS_CELLS.map((cell) => [JSON.stringify(cell), cell]))('leaves %s as it is', (_, cell) => {
    expect(strict(toCsv(['a', 'b'], [[cell, 'next']]))[1]).toEqual([cell, 'next'])
  })

  it('begins with a byte order mark and ends each record with CRLF', () => {
    expect(toCsv(['工号', '姓名'], [['1001', '王']])).toBe(`${BOM}工号,姓名\r\n1001,王\r\n`)
  })

  it('is read back the same by a strict reader and by the one the pages use, whatever is in it', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...FORMULA_PAYLOADS, ...HARMLESS_CELLS),
      fc
        .array(fc.constantFrom('"', ',', '\r', '\n', ';', "'", '=', ' ', 'a', '\t'), { maxLength: 8 })
        .map((a) => a.join('')),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const csv = toCsv(['a', 'b', 'c'], rows)
        const read = strict(csv)
        expect(read.slice(1).map((row) => row.map(unguardCell))).toEqual(rows)
        expect(parse(csv, { bom: true, record_delimiter: '\r\n' })).toEqual(read)
      }),
    )
  })

  it('[EDGE-7] gives every cell back by unguarding', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...FORMULA_PAYLOADS)), (cell) => {
        expect(unguardCell(guardCell(cell))).toBe(cell)
      }),
    )
  })
})
