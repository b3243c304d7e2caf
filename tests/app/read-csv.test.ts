import { describe, expect, test } from 'vitest'
import { cutRows } from '#app/_files/cut-rows.ts'
import { readTable } from '#app/_files/read-table.ts'
import { readRows } from '#app/(desk)/settings/_parts/read-csv.ts'

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer

describe('a file people choose', () => {
  test('is read by the names of its columns, in any order and in either language', () => {
    const text =
      '\uFEFF座席,extension,话源,生效时间,remark\r\nA-1,1001,pbx,2026-11-25,x\r\n\r\n"A,2",1002,pbx,2026-11-25,\r\n'
    const read = readRows('seats', bytes(text))
    expect(read).toEqual({
      ok: true,
      rows: [
        { line: 2, cells: { site: '', seat: 'A-1', feed: 'pbx', extension: '1001', from: '2026-11-25', to: '' } },
        { line: 4, cells: { site: '', seat: 'A,2', feed: 'pbx', extension: '1002', from: '2026-11-25', to: '' } },
      ],
    })
  })

  test('may be cut by semicolons or tabs', () => {
    for (const mark of [';', '\t']) {
      const text = ['工号,日期,上班,下班', '8801,2026/11/25,8:00,16:00'].join('\n').replaceAll(',', mark)
      expect(readRows('roster', bytes(text))).toMatchObject({
        ok: true,
        rows: [{ cells: { agentNo: '8801', end: '16:00' } }],
      })
    }
  })

  test('says what is wrong with it', () => {
    expect(readRows('roster', bytes(''))).toEqual({ ok: false, problem: 'empty' })
    expect(readRows('roster', bytes('agentNo,date,start,end\n , ,,\n'))).toEqual({ ok: false, problem: 'empty' })
    expect(readRows('roster', bytes('agentNo,date\n1,2\n'))).toEqual({
      ok: false,
      problem: 'columns',
      missing: ['start', 'end'],
    })
    expect(readRows('roster', bytes('agentNo,"date\n1,2'))).toEqual({ ok: false, problem: 'broken' })
  })

  test('is read in UTF-8, and in the Chinese code page where it is none', () => {
    expect(readTable(bytes('工号'))?.[0]?.cells).toEqual(['工号'])
    expect(readTable(new Uint8Array([0xb9, 0xa4, 0xba, 0xc5]).buffer)?.[0]?.cells).toEqual(['工号'])
  })

  test('goes to the server in parts that fit a frame, in order and whole', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      line: i + 2,
      cells: { agentNo: `88${i}`, name: '王芳'.repeat(10) },
    }))
    const parts = cutRows(rows)
    expect(parts.flat()).toEqual(rows)
    expect(parts.length).toBeGreaterThan(3)
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(1000)
      expect(new TextEncoder().encode(JSON.stringify(part)).length).toBeLessThan(50_000)
    }
    expect(cutRows([])).toEqual([[]])
  })
})
