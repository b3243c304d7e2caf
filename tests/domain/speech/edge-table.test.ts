import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEdgeTable, NO_EDGE } from '#server/domain/speech/edge-table.ts'

const edge = fc.tuple(fc.nat({ max: 0x7fffffff }), fc.nat({ max: 0xffff }), fc.nat())

test('[SPEECH-4] an edge table leads where it was told, however many edges it has', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 300 }), edge, (edges, [node, letter]) => {
      const table = createEdgeTable()
      const known = new Map<string, number>()
      for (const [from, by, to] of edges) {
        table.set(from, by, to)
        known.set(`${from} ${by}`, to)
      }
      for (const [from, by] of edges) expect(table.get(from, by)).toBe(known.get(`${from} ${by}`))
      expect(table.get(node, letter)).toBe(known.get(`${node} ${letter}`) ?? NO_EDGE)
    }),
  )
})
