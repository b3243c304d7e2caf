import { describe, expect, it } from 'vitest'
import type { Viewer } from '#server/domain/viewer.ts'
import { BODIES, NUMBER, REF, startCommands, WHO } from '#tests/support/command-bench.ts'
import { viewerOf } from '#tests/support/viewers.ts'

describe('a customer’s full number', () => {
  const reveal = (bench: ReturnType<typeof startCommands>, more: object = {}, who: Viewer = WHO.supervisor) =>
    bench.commands.run('call:reveal-number', { ...BODIES['call:reveal-number'], ...more }, who, '192.0.2.7')

  it('[PRIV-1] is told once, with a reason, after the audit has who asked', async () => {
    const bench = startCommands()
    expect(await reveal(bench, { text: '回拨 13800138000' })).toEqual({ ok: true, number: NUMBER })
    expect(bench.audited).toEqual([
      {
        at: bench.clock.now(),
        actor: { kind: 'user', id: WHO.supervisor.id },
        action: 'number.reveal',
        subject: 'call:pbx/c1',
        detail: { reason: 'call_back', text: '回拨 ***********' },
        address: '192.0.2.7',
      },
    ])
  })

  it('[PRIV-1] stays when the audit cannot be written', async () => {
    const bench = startCommands()
    bench.failing.audit = new Error('the database is away')
    const answer = await reveal(bench)
    expect(answer).toMatchObject({ ok: false, code: 'internal' })
    expect(JSON.stringify(answer)).not.toContain(NUMBER)
  })

  it.each([
    ['was never stored', undefined, 'numberNever'],
    ['was withheld by the caller', { masked: 'anonymous' }, 'numberNever'],
    ['was erased', { customerRef: 'F'.repeat(43) }, 'numberErased'],
    ['was sealed under another secret', { masked: '138****8000', sealed: 'v1.other' }, 'numberSealedElsewhere'],
  ])('[PRIV-1] that %s is refused, and says so', async (_title, kept, key) => {
    const bench = startCommands()
    if (kept) bench.kept.c1 = kept
    else delete bench.kept.c1
    expect(await reveal(bench)).toMatchObject({ ok: false, reason: { key } })
    expect(bench.audited).toEqual([])
  })

  it.each([
    ['no reason', { reason: undefined }],
    ['a reason that is not on the list', { reason: 'curious' }],
    ['another reason without a word', { reason: 'other', text: ' ' }],
  ])('[PRIV-1] is not told for %s', async (_title, more) => {
    const bench = startCommands()
    expect(await reveal(bench, more)).toMatchObject({ ok: false, code: 'bad_request' })
    expect(bench.audited).toEqual([])
  })
})

describe('the data of one customer', () => {
  it('[PRIV-2] is found by the number, of which neither answer nor audit hold more than its end', async () => {
    const bench = startCommands()
    const answer = await bench.commands.run('customer:find', { number: NUMBER }, WHO.manager)
    expect(answer).toEqual({ ok: true, handle: 'handle-1', masked: '138****8000', total: 7, calls: [] })
    expect(bench.audited).toMatchObject([
      { action: 'customer.find', subject: 'customer:RRRRRRRR', detail: { tail: '8000', calls: 7 } },
    ])
    for (const hidden of [NUMBER, '138****8000', REF]) expect(JSON.stringify(bench.audited)).not.toContain(hidden)
    expect(JSON.stringify(answer)).not.toContain(REF)
  })

  it('[PRIV-2] is not gathered by those who see some teams only', async () => {
    const bench = startCommands()
    const someone = viewerOf('manager', ['north'])
    for (const verb of ['customer:find', 'customer:erase'] as const)
      expect(await bench.commands.run(verb, BODIES[verb], someone)).toMatchObject({ code: 'forbidden' })
    expect(bench.audited).toEqual([])
  })

  it.each([
    ['another number than was looked for', { number: '13900139000' }, 'otherNumber'],
    ['what is no number', { number: 'anonymous' }, 'noNumber'],
    ['a search of somebody else', { handle: 'handle-2' }, 'handleOver'],
    ['another reason without a word', { reason: 'other' }, 'reasonMissing'],
  ])('[PRIV-3] is not erased for %s', async (_title, more, key) => {
    const bench = startCommands()
    const answer = await bench.commands.run('customer:erase', { ...BODIES['customer:erase'], ...more }, WHO.manager)
    expect(answer).toMatchObject({ ok: false, reason: { key } })
    expect(bench.erased).toEqual([])
  })
})
