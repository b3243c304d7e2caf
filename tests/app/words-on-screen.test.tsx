import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, describe, expect, test } from 'vitest'
import { LOCALES, type Locale } from '#app/_i18n/locale.ts'
import en from '#app/_i18n/messages/en.json' with { type: 'json' }
import zh from '#app/_i18n/messages/zh-CN.json' with { type: 'json' }
import { createLiveClient } from '#app/_live/live-client.ts'
import { createPageClock } from '#app/_live/page-clock.ts'
import { LiveContext } from '#app/_live/provider.tsx'
import { createLiveSocket } from '#app/_live/socket.ts'
import { createLiveStore, hasNoFeed, type LiveState } from '#app/_live/store.ts'
import { TextProvider } from '#app/_ui/text.tsx'
import { Freshness } from '#app/(desk)/_shell/freshness.tsx'
import { AlertCell } from '#app/(desk)/floor/_parts/alert-cell.tsx'
import { FlowCell, StateCell } from '#app/(desk)/floor/_parts/row-cells.tsx'
import type { RowCall, StepCell } from '#server/protocol/live.ts'
import { createManualTime } from './local-time.ts'
import { makeAlert, makeCall, makeRow } from './rows.ts'

const MESSAGES = { 'zh-CN': zh, en }
const { time } = createManualTime()
const store = createLiveStore()
const clock = createPageClock(time)
const client = createLiveClient({
  store,
  clock,
  local: time,
  socket: createLiveSocket('http://127.0.0.1:9'),
  beforePaint: () => {},
})
afterAll(() => client.close())

const draw = (node: ReactNode, locale: Locale = 'zh-CN') =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={MESSAGES[locale]} timeZone="Asia/Shanghai">
      <LiveContext value={{ store, clock, client }}>
        <TextProvider>{node}</TextProvider>
      </LiveContext>
    </NextIntlClientProvider>,
  )

const STEPS: StepCell[] = [
  { step: 'opening', status: 'done', dwellMs: 12_000 },
  { step: 'need_identification', status: 'skipped' },
  { step: 'resolution', status: 'in_progress' },
  { step: 'confirmation', status: 'not_applicable' },
  { step: 'closing', status: 'unknown' },
]
const call = (part: Partial<RowCall> = {}) =>
  makeCall({ steps: STEPS, current: 'resolution', stepSince: 5000, stepMaxMs: 200_000, queueId: 'q1', ...part })
const row = (part: Partial<RowCall> = {}) => makeRow('1001', { state: 'busy', sub: 'talking', call: call(part) })

describe('the ribbon on the screen', () => {
  test('reads out every step with its status', () => {
    const html = draw(<FlowCell feed="f" row={row()} />)
    expect(html).toContain(
      'aria-label="流程：开场 完成，需求识别 遗漏，问题处理 进行中，上限 03:20，确认 不适用，结束 未知"',
    )
  })

  test('marks each cell with its status, and a skipped one with a word', () => {
    const html = draw(<FlowCell feed="f" row={row()} />)
    const statuses = [...html.matchAll(/data-status="(\w+)"[^>]*data-testid="step-(\w+)"/g)].map((hit) => hit.slice(1))
    expect(statuses).toEqual(STEPS.map(({ step, status }) => [status, step]))
    expect(html).toContain('漏')
  })

  test('gives way where the queue has no source of steps, and says how to get one', () => {
    const html = draw(<FlowCell feed="f" row={row({ steps: null, holdCount: 2 })} />)
    expect(html).not.toContain('data-testid="ribbon"')
    expect(html).toContain('保持 2 次')
    expect(html).toContain('href="/help/steps"')
  })

  test('[VIEW-11] says what was inferred, how sure that is, and how many faults are counted', () => {
    const inferred = STEPS.map(
      (cell): StepCell =>
        cell.step === 'opening' ? { ...cell, isInferred: true, certainty: 'high', marks: 2 } : { ...cell, marks: 0 },
    )
    const html = draw(<FlowCell feed="f" row={row({ steps: inferred })} />)
    expect(html).toContain('开场 完成（推断、把握大、记 2 处），需求识别 遗漏，')
    expect(html.match(/data-inferred/g)).toHaveLength(1)
    expect(html.match(/data-testid="step-marks"/g)).toHaveLength(1)
    expect(draw(<FlowCell feed="f" row={row({ steps: inferred })} />, 'en')).toContain('2 faults counted')
  })

  test.each(LOCALES)(
    '[SPEECH-13] says in words and by a sign which step is being said, and leaves its status as it is (%s)',
    (locale) => {
      const html = draw(<FlowCell feed="f" row={row({ beingSaid: 'closing' })} />, locale)
      const { steps, status } = MESSAGES[locale]
      expect(html).toMatch(new RegExp(`${steps.closing} ${status.unknown}.{1,3}${status.beingSaid}`))
      expect(html).toMatch(/data-status="unknown" data-being-said="true" data-testid="step-closing"/)
      expect(html.match(/data-testid="step-being-said"/g)).toHaveLength(1)
      expect(draw(<FlowCell feed="f" row={row()} />, locale)).not.toContain(status.beingSaid)
    },
  )

  test('says that a step was done late', () => {
    const late = STEPS.map(
      (cell): StepCell => (cell.step === 'need_identification' ? { ...cell, status: 'done', lateDone: true } : cell),
    )
    expect(draw(<FlowCell feed="f" row={row({ steps: late })} />)).toContain('需求识别 补做')
  })

  test('speaks English too', () => {
    expect(draw(<FlowCell feed="f" row={row()} />, 'en')).toContain(
      'Need identification skipped, Resolution in progress',
    )
  })
})

describe('the state on the screen', () => {
  test.each(LOCALES)('names why somebody is away (%s)', (locale) => {
    const html = draw(<StateCell feed="f" row={makeRow('1', { state: 'not_ready', reasonKind: 'meal' })} />, locale)
    expect(html).toContain(MESSAGES[locale].reasons.meal)
  })

  test('shows what others wrote as text, never as markup', () => {
    const html = draw(
      <StateCell feed="f" row={makeRow('1', { state: 'not_ready', reason: '<img src=x onerror=alert(1)>' })} />,
    )
    expect(html).not.toContain('<img')
  })
})

describe('alerts on the screen', () => {
  const withAlerts = (...alerts: ReturnType<typeof makeAlert>[]) =>
    makeRow('1', { state: 'busy', sub: 'talking', call: call(), alerts })

  test('show the worst one and how many more there are', () => {
    const worst = makeAlert({ key: 'a', rule: 'complaint_level', level: 3, severity: 'critical' })
    const html = draw(<AlertCell feed="f" row={withAlerts(makeAlert({ key: 'b' }), worst)} />)
    expect(html).toContain('升级 L3')
    expect(html).toContain('+1')
  })

  test('say quietly what was put right', () => {
    const put = makeAlert({ rule: 'step_skipped', step: 'need_identification', condition: 'put_right' })
    expect(draw(<AlertCell feed="f" row={withAlerts(put)} />)).toContain('已补 识别')
  })
})

describe('the feeds on the screen', () => {
  test('are not said to be none before the server has said so', () => {
    expect(draw(<Freshness />)).toContain('正在连接')
    expect(draw(<Freshness />, 'en')).toContain('Connecting…')
  })

  test('are known to be none only while none was named and none has sent anything since', () => {
    const { getState, setState } = createLiveStore()
    expect(hasNoFeed(getState())).toBe(false)
    setState({ feeds: [] })
    expect(hasNoFeed(getState())).toBe(true)
    setState({ streams: { pbx: {} as LiveState['streams'][string] } })
    expect(hasNoFeed(getState())).toBe(false)
  })
})
