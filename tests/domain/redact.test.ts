import { describe, expect, it } from 'vitest'
import type { Event } from '#server/domain/event.ts'
import { maskNumber, maskText, normaliseNumber, redactEvent } from '#server/domain/redact.ts'

describe('text', () => {
  it.each([
    ['打13800138000找我', '打***********找我'],
    ['幺三八零零幺三八零零零', '***********'],
    ['一三八 〇〇一三 八〇〇〇', '*** **** ****'],
    ['138-0013-8000', '***-****-****'],
    ['（0755）12345678', '（****）********'],
    ['１３８００１３８０００', '***********'],
    ['身份证440301199001011234', '身份证******************'],
    ['138 零零幺三 8000', '*** **** ****'],
    ['我电话是幺三八，零零幺三，八零零零。', '我电话是***，****，****。'],
    ['138, 0013, 8000', '***, ****, ****'],
    ['138.0013.8000', '***.****.****'],
    ['0755.12345678', '****.********'],
    ['138.00.13.80.00', '***.**.**.**.**'],
    ['幺三八。零零幺三。八零零零。', '***。****。****。'],
    ['138．0013．8000', '***．****．****'],
    ['138·0013·8000', '***·****·****'],
    ['2026.11.22', '****.**.**'],
    ['10.0.0.7打13800138000', '10.0.0.7打***********'],
    ['10.0.0.7.138.0013.8000', '**.*.*.*.***.****.****'],
  ])('%s becomes %s', (clear, masked) => {
    expect(maskText(clear)).toBe(masked)
  })

  it.each([
    '每月59元,20GB',
    '1234.56元',
    '1,234.56元',
    '129.00, 199.00',
    'connect ECONNREFUSED 192.168.10.12:5432',
    'no answer of 192.168.10.12.',
    '一共三百二十元',
    '三三两两',
    '等了15分30秒',
    '工号1003',
    '10086',
    '第一二三步',
  ])('%s stays', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('masked twice is masked once', () => {
    const once = maskText('13800138000 和 010-88886666')
    expect(maskText(once)).toBe(once)
  })

  it('of a megabyte of digits is masked without stalling', () => {
    expect(maskText('1 '.repeat(500_000)).includes('1')).toBe(false)
  })
})

describe('an event', () => {
  const seal = () => ({ masked: '138****8000' })
  const head = { eventId: '1', occurredAt: '2026-11-22T07:30:00.000Z' }

  it('[PRIV-6] of an unknown type keeps no number in its type, in names of fields or below them', () => {
    const event = { ...head, type: 'vendor.13800138000', data: { 13800138000: { 'von 138 0013 8000': [13800138000] } } }
    expect(redactEvent(event, false, seal)).toEqual({
      ...head,
      type: 'vendor.***********',
      data: { '***********': { 'von *** **** ****': ['***********'] } },
    })
  })

  it('[PRIV-6] keeps no mobile number in a queue’s name, wherever it names one, and leaves short numbers', () => {
    const queueId = 'callback-13800138000'
    const moved: Event = {
      ...head,
      type: 'call.transferred',
      queueId,
      data: { kind: 'blind', toQueueId: queueId },
    }
    expect(redactEvent(moved, true, seal)).toMatchObject({
      queueId: 'callback-***********',
      data: { toQueueId: 'callback-***********' },
    })
    const profile: Event = { ...head, type: 'agent.profile', data: { queues: [queueId, '900123'] } }
    expect(redactEvent(profile, true, seal).data).toEqual({ queues: ['callback-***********', '900123'] })
  })
})

describe('a number', () => {
  it.each([
    '13800138000',
    '+86 138 0013 8000',
    '0086-138-0013-8000',
    '8613800138000',
    '013800138000',
    '１３８００１３８０００',
  ])('written %s is the same number', (text) => expect(normaliseNumber(text)).toBe('13800138000'))

  it.each([
    ['13800138000', '138****8000'],
    ['075512345678', '075*****5678'],
    ['88886666', '*****666'],
    ['10086', '10086'],
    ['anonymous', 'anonymous'],
    ['sip:13800138000@pbx', 'sip:***********@pbx'],
  ])('%s is shown as %s', (text, masked) => {
    expect(maskNumber(text)).toBe(masked)
  })
})

describe('an event', () => {
  const head = { eventId: 'e1', occurredAt: '2026-11-22T08:00:00.000Z', callId: '1763798400.123456' }
  const seal = (clear: string) => ({ masked: maskNumber(clear), customerRef: 'ref' })
  const redact = (event: object) =>
    redactEvent(event as Event, true, seal) as { data: Record<string, unknown>; deviceId?: string }

  it('loses its clear number and keeps its ids', () => {
    const event = redact({
      ...head,
      deviceId: 'Local/13800138000@out',
      type: 'call.offered',
      data: { customerNumber: '13800138000', dialled: '4001234567', ivrKey: '1-2-1' },
    })
    expect(event).toEqual({
      ...head,
      deviceId: 'Local/138****8000@out',
      type: 'call.offered',
      data: { customer: { masked: '138****8000', customerRef: 'ref' }, dialled: '4001234567', ivrKey: '1-2-1' },
    })
  })

  it.each(['0', '9', '90', '+86'])('whose device was dialled with %s before a mobile hides that, too', (prefix) => {
    const event = redact({ ...head, deviceId: `Local/${prefix}13800138000@out`, type: 'call.alerting', data: {} })
    expect(event.deviceId).not.toContain('00138')
  })

  it('going out keeps no dialled number, which is the customer', () => {
    for (const direction of ['outbound', 'internal', 'unknown']) {
      const { data } = redact({ ...head, type: 'call.offered', data: { direction, dialled: '075512345678' } })
      expect(data.dialled).toBe('075*****5678')
    }
    const inside = redact({ ...head, type: 'call.offered', data: { direction: 'internal', dialled: '8001' } })
    expect(inside.data.dialled).toBe('8001')
  })

  it('that says a number as text or as a number hides it', () => {
    for (const value of ['13800138000', 13800138000]) {
      expect(redact({ ...head, type: 'call.fact', data: { name: 'ticket.created', value } }).data.value).toBe(
        '***********',
      )
    }
    expect(redact({ ...head, type: 'call.fact', data: { name: 'survey.score_recorded', value: 5 } }).data.value).toBe(5)
  })

  it.each([138001, 88886666, 123456789, -138001, 4.4e17, 138001.5])(
    'that says %d as a fact says it no longer',
    (value) => {
      const { data } = redact({ ...head, type: 'call.fact', data: { name: 'ticket.created', value } })
      expect(data.value).toMatch(/^-?\*{6,}(\.5)?$/)
    },
  )

  it.each([9, 8.333333, 99999])('that says %d as a fact keeps it', (value) => {
    expect(redact({ ...head, type: 'call.fact', data: { name: 'ticket.created', value } }).data.value).toBe(value)
  })

  it('keeps the milliseconds at which something was said', () => {
    const said = { utteranceId: 'u', text: '', beginOffsetMs: 1234567, endOffsetMs: 123456789 }
    expect(redact({ ...head, type: 'transcript.segment', data: said }).data).toEqual(said)
  })

  it('that comes sealed stays sealed, unless the seal is none', () => {
    const customer = { masked: '13800138000', customerRef: '13800138000', sealed: '13800138000' }
    expect(redact({ ...head, type: 'call.attributes', data: { customer } }).data.customer).toEqual({
      masked: '138****8000',
    })
    const good = { masked: '138****8000', customerRef: 'A'.repeat(43), sealed: 'v1.abc' }
    expect(redact({ ...head, type: 'call.attributes', data: { customer: good } }).data.customer).toEqual(good)
  })

  it('of an unknown type is masked everywhere but in its times', () => {
    const event = redactEvent(
      { ...head, type: 'x.y', data: { at: head.occurredAt, list: [{ n: '138 0013 8000' }] } },
      false,
      seal,
    )
    expect(event.data).toEqual({ at: head.occurredAt, list: [{ n: '*** **** ****' }] })
  })
})
