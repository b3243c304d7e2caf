import { expect, test } from 'vitest'
import type { Call } from '#server/domain/call/call.ts'
import { foldCall } from '#server/domain/call/fold.ts'
import { readGolden } from '#server/domain/call/golden.ts'
import { readCall } from '#server/domain/call/reading.ts'
import type { Entry } from '#server/domain/entry.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import type { ActionEvent } from '#server/domain/words.ts'
import { answeredComplaint, book, type CallStory, call, secondOf } from '#tests/support/scenario.ts'

/** A complaint that is listened to from its answer in second 10 on. */
const heard = () => answeredComplaint().listens(10)
const order = (more: (story: CallStory) => CallStory) =>
  more(call().offered(0, { direction: 'inbound' }).answers(5, '1001').setByHand(5, 'business_handling'))

const readings = (story: CallStory, index = 0) => {
  const told = story.fold()
  return readCall(told, lawOf(book, told)).segments[index]?.actions ?? []
}
const statusOf = (story: CallStory, action: string, round = 1, index = 0) =>
  readings(story, index).find((one) => one.action === action && one.round === round)?.status

const wrongsOf = (story: CallStory, rule: string, second?: number) =>
  story
    .verdicts(second)
    .filter((verdict) => verdict.rule === rule)
    .map(({ about, condition }) => `${about?.id} ${condition}`)

const greeted = () => heard().step(11, 'opening').agent(12, '您好，工号3082，请问有什么可以帮您')

test('[action_missed] what was owed is missing when it falls due, and put right when it is done', () => {
  const story = heard().step(11, 'opening').agent(12, '您请讲').step(20, 'need_identification').customer(22, '多扣了钱')
  expect(wrongsOf(story, 'action_missed', 19)).toEqual([])
  expect(wrongsOf(story, 'action_missed', 22)).toEqual(['OPEN_AGENT_ID holding', 'OPEN_GREET holding'])
  const late = story.step(30, 'opening').agent(31, '您好，工号3082')
  expect(wrongsOf(late, 'action_missed', 40)).toEqual(['OPEN_AGENT_ID put_right', 'OPEN_GREET put_right'])
})

test('[ACTION-1] a conditional action is owed once its condition is known to hold, and unknown while nobody knows', () => {
  const bare = greeted().step(20, 'need_identification').step(60, 'resolution').agent(61, '核实下来是系统没停')
  expect(statusOf(bare, 'NEED_ID_VERIFY')).toBe('unknown')
  const opened = bare.fact(50, 'billing.record_opened')
  expect(statusOf(opened.step(70, 'confirmation').agent(71, '好的'), 'NEED_ID_VERIFY')).toBe('missed')
  expect(statusOf(opened, 'OPEN_RECORDING_NOTICE')).toBe('unknown')
})

test('[ACTION-1] with the scenario unknown only what all scenarios ask for is owed', () => {
  const story = call()
    .queued(0, 'other')
    .answers(5, '1001')
    .listens(5)
    .step(6, 'opening')
    .agent(7, '请讲')
    .step(9, 'closing')
  const asked = new Set(readings(story.agent(10, '好')).map(({ action }) => action))
  expect(asked.has('OPEN_GREET')).toBe(true)
  expect(asked.has('NEED_EMPATHY')).toBe(false)
})

test('[ACTION-2] identity and consent are not done by words about them', () => {
  const said = order((s) => s.listens(5).step(6, 'opening').step(10, 'need_identification'))
    .agent(12, '先核验机主身份，请输入服务密码')
    .step(20, 'resolution')
    .customer(25, '同意办理')
    .fact(30, 'order.submitted')
  expect(wrongsOf(said, 'action_missed', 31)).toContain('NEED_ID_VERIFY holding')
  expect(wrongsOf(said, 'action_missed', 31)).toContain('RES_EXPLICIT_CONSENT holding')
})

test('[ACTION-2] a fact that says no is none', () => {
  const failed = order((s) =>
    s
      .goesThrough(6, 5, 'opening', 'need_identification', 'resolution')
      .fact(20, 'identity.verified', false)
      .fact(30, 'order.submitted'),
  )
  expect(wrongsOf(failed, 'action_missed')).toContain('NEED_ID_VERIFY holding')
  const passed = order((s) =>
    s
      .goesThrough(6, 5, 'opening', 'need_identification', 'resolution')
      .fact(20, 'identity.verified', true)
      .fact(30, 'order.submitted'),
  )
  expect(wrongsOf(passed, 'action_missed')).not.toContain('NEED_ID_VERIFY holding')
})

test('[ACTION-3] nothing spoken is missing without a transcript, with a late one, a failed one or a silent one', () => {
  const skipping = (story: CallStory) =>
    story.step(11, 'opening').step(20, 'need_identification').step(200, 'resolution')
  const spoken = (story: CallStory) => statusOf(skipping(story), 'OPEN_GREET')
  expect(spoken(answeredComplaint())).toBe('unknown')
  expect(spoken(answeredComplaint().listens(40).agent(41, '请讲'))).toBe('unknown')
  expect(spoken(heard().agent(12, '请讲').listens(15, 'failed'))).toBe('unknown')
  expect(spoken(heard().agent(12, '请讲'))).toBe('missed')
  expect(statusOf(skipping(heard().agent(12, '请讲')), 'NEED_RESTATE')).toBe('unknown')
  expect(statusOf(skipping(heard().agent(12, '请讲').unseen(13, 14)), 'OPEN_GREET')).toBe('unknown')
})

test('[ACTION-3] a system’s action is missing only where a system tells facts, or was live when the call began', () => {
  const over = (story: CallStory) => story.hangsUp(100, 'customer')
  expect(statusOf(over(answeredComplaint()), 'ACW_WRAPUP')).toBe('unknown')
  expect(statusOf(over(answeredComplaint().fact(20, 'crm.history_opened')), 'ACW_WRAPUP')).toBe('missed')
  const pin = { playbook: 1, rules: 1, settings: 1, companions: ['crm' as const] }
  const live = answeredComplaint().at(10, 'call.pinned', pin, { source: 'server', epoch: 'server' })
  expect(statusOf(over(live), 'ACW_WRAPUP')).toBe('missed')
  expect(statusOf(over(live), 'NEED_LISTEN')).not.toBe('missed')
})

test('[ACTION-3] what no system of the feed ever told is unknown; what one told before, or tells of this call, is missing', () => {
  const telling = (told: readonly ActionEvent[], more: (story: CallStory) => CallStory = (story) => story) => {
    const pin = { playbook: 1, rules: 1, settings: 1, told: [...told] }
    const began = call().at(0, 'call.pinned', pin, { source: 'server', epoch: 'server' }).offered(0)
    const story = began.answers(5, '1001').setByHand(5, 'business_handling').goesThrough(6, 5, 'opening', 'resolution')
    return more(story.fact(20, 'order.opened')).fact(40, 'order.submitted')
  }
  const first = telling(['order.opened', 'order.submitted'])
  expect(statusOf(first, 'RES_ELIGIBILITY')).toBe('unknown')
  expect(readings(first).find(({ action }) => action === 'RES_ELIGIBILITY')?.why).toBe('no_system')
  expect(statusOf(first, 'RES_EXPLICIT_CONSENT')).toBe('unknown')
  expect(wrongsOf(first, 'action_order')).toEqual([])
  const known = telling(['identity.verified', 'order.consent_confirmed', 'order.submitted'])
  expect(wrongsOf(known, 'action_missed')).toContain('NEED_ID_VERIFY holding')
  expect(wrongsOf(known, 'action_missed')).toContain('RES_EXPLICIT_CONSENT holding')
  expect(known.verdicts().find(({ about }) => about?.id === 'RES_EXPLICIT_CONSENT')?.severity).toBe('critical')
  const said = telling([], (story) => story.fact(30, 'order.eligibility_checked', false))
  expect(statusOf(said, 'RES_ELIGIBILITY')).toBe('missed')
})

test('[ACTION-4] soothing is due a minute after the need is begun, and hold does not count', () => {
  const story = greeted().step(20, 'need_identification').customer(25, '太差了').customer(60, '还有').agent(79, '嗯')
  expect(wrongsOf(story, 'action_missed', 79.9)).toEqual([])
  expect(wrongsOf(story, 'action_missed', 80)).toEqual(['NEED_EMPATHY holding'])
  const held = greeted().step(20, 'need_identification').customer(25, '太差了').hold(30, 50).customer(90, '还有')
  expect(wrongsOf(held, 'action_missed', 99.9)).toEqual(['RES_HOLD_ASK holding'])
})

test('[ACTION-4] a step nobody told is left when the flow is two steps on for good, a told one as soon as a later one begins', () => {
  const talk = (story: CallStory) =>
    story
      .agent(12, '您好，工号3082，请问有什么可以帮您')
      .customer(18, '你们多扣了我二十块钱，我要退')
      .agent(30, '核实下来是体验包到期没有自动停')
      .agent(44, '我给您申请把二十元退回去')
      .customer(60, '行')
      .agent(80, '最后跟您确认一下，二十元退回话费，您看还有疑问吗')
      .customer(86, '没有了')
      .agent(95, '还有其他问题吗')
      .customer(120, '没有')
  const dueOf = (story: CallStory) => secondOf(readings(story).find(({ action }) => action === 'OPEN_GREET')?.dueAt)
  expect(dueOf(talk(heard().step(11, 'opening').step(17, 'need_identification').step(29, 'resolution')))).toBe(17)
  const blurred = talk(heard()).fold()
  const visits = readCall(blurred, lawOf(book, blurred)).segments[0]?.visits ?? []
  const far = visits.find(({ step }) => step !== 'opening' && step !== 'need_identification')
  expect(dueOf(talk(heard()))).toBe((secondOf(far?.from) ?? 0) + 20)
})

test('[ACTION-5] a new round owes its actions anew, the opening once and the closing at the end', () => {
  const story = greeted()
    .goesThrough(20, 10, 'need_identification', 'resolution', 'confirmation', 'closing', 'need_identification')
    .agent(61, '您反映的是断线，对吗')
    .step(70, 'resolution')
    .agent(72, '好')
  expect(statusOf(story, 'NEED_RESTATE', 1)).toBe('missed')
  expect(statusOf(story, 'NEED_RESTATE', 2)).toBe('done')
  expect(readings(story).filter(({ action }) => action === 'OPEN_GREET')).toHaveLength(1)
  expect(readings(story).filter(({ action }) => action === 'CLOSE_BYE')).toHaveLength(1)
})

test('[ACTION-5] a later round owes nothing of an order when nothing was ordered in it', () => {
  const story = order((s) =>
    s
      .goesThrough(6, 5, 'opening', 'need_identification', 'resolution')
      .fact(17, 'identity.verified')
      .fact(18, 'order.consent_confirmed')
      .fact(19, 'order.submitted')
      .goesThrough(30, 5, 'confirmation', 'closing', 'need_identification', 'resolution', 'confirmation'),
  )
  expect(statusOf(story, 'RES_EXPLICIT_CONSENT', 1)).toBe('done')
  expect(statusOf(story, 'RES_EXPLICIT_CONSENT', 2)).toBe('not_applicable')
  expect(statusOf(story.fact(46, 'order.submitted'), 'RES_EXPLICIT_CONSENT', 2)).toBe('missed')
})

test('[ACTION-6] a call that becomes a complaint is looked back over for what is never skipped only', () => {
  const story = call()
    .queued(0, 'inquiry')
    .answers(5, '1001')
    .listens(5)
    .step(6, 'opening')
    .agent(7, '您好，这里是蓝海客服')
    .step(10, 'need_identification')
    .agent(12, '您想了解的是账单，对吗')
    .step(20, 'resolution')
    .tagged(30, 'complaint')
    .customer(31, '我要投诉')
  expect(statusOf(story, 'OPEN_GREET')).toBe('done')
  expect(statusOf(story, 'NEED_RESTATE')).toBe('done')
  expect(statusOf(story, 'NEED_PROBE')).toBe('not_applicable')
  const recorded = readings(story).find(({ action }) => action === 'NEED_RECORD')
  expect([recorded?.status, recorded?.dueAt]).toEqual(['missed', story.fold().scenarios.at(-1)?.at])
})

test('[ACTION-7] after a blind transfer the first agent owes neither confirmation nor closing', () => {
  const story = greeted().step(20, 'need_identification').step(40, 'resolution').agent(42, '我帮您转')
  const handed = story.transfers(50, 'blind').answers(55, '1002')
  expect(statusOf(handed, 'CONF_SUMMARY')).toBe('exempt')
  expect(statusOf(handed, 'CLOSE_BYE')).toBe('exempt')
  expect(statusOf(handed, 'NEED_RESTATE')).toBe('missed')
})

test('[ACTION-7] a customer who hangs up excuses what was not due yet, but not once the agent has said goodbye', () => {
  const early = greeted().step(20, 'need_identification').customer(22, '算了').hangsUp(25, 'customer')
  expect(statusOf(early, 'NEED_RESTATE')).toBe('exempt')
  const closed = greeted().step(20, 'closing').agent(22, '再见').hangsUp(25, 'customer')
  expect(statusOf(closed, 'CLOSE_MORE')).toBe('missed')
})

test('[ACTION-7] an announced outage excuses looking for the fault', () => {
  const repair = (more: string) =>
    call()
      .answers(5, '1001')
      .listens(5)
      .setByHand(5, 'after_sales')
      .step(6, 'opening')
      .step(10, 'need_identification')
      .step(20, 'resolution')
      .agent(22, more)
      .fact(25, 'workorder.dispatched')
      .step(30, 'confirmation')
      .agent(31, '好')
  expect(statusOf(repair('我看看'), 'RES_TROUBLESHOOT')).toBe('missed')
  expect(statusOf(repair('您那边是小区故障，已经在修'), 'RES_TROUBLESHOOT')).toBe('exempt')
  expect(wrongsOf(repair('您那边是小区故障，已经在修'), 'action_order')).toEqual([])
})

test('[ACTION-8] the opening is that of the call’s direction, and of a tag', () => {
  const asked = (story: CallStory) =>
    readings(story)
      .filter(({ step }) => step === 'opening')
      .map(({ action }) => action)
  const out = call().offered(0, { direction: 'outbound' }).answers(5, '1001').setByHand(5, 'inquiry')
  expect(asked(out)).toContain('OPEN_OUT_VERIFY_PARTY')
  const back = call().offered(0, { direction: 'outbound' }).answers(5, '1001').setByHand(5, 'complaint')
  expect(asked(back)).toContain('OPEN_OUT_PURPOSE')
  const again = answeredComplaint().at(1, 'call.attributes', { tags: ['重复来电'] })
  expect(asked(again)).toContain('NEED_HISTORY')
  expect(asked(answeredComplaint())).not.toContain('NEED_HISTORY')
})

test('[ACTION-9] a golden step is as far as its actions', () => {
  const story = greeted()
    .step(20, 'need_identification')
    .agent(22, '给您添麻烦了，跟您道歉')
    .step(60, 'resolution')
    .agent(92, '好')
  const told = story.fold()
  const views = readings(story).map(({ action, status }) => ({ id: action, status }))
  const golden = readGolden(told, views, shippedPlaybook())
  expect(golden?.map(({ n, status }) => `${n} ${status}`)).toEqual([
    '1 missed',
    '2 done',
    '3 missed',
    '4 pending',
    '5 pending',
    '6 unknown',
  ])
  expect(readGolden({ scenario: 'inquiry' }, views, shippedPlaybook())).toBeUndefined()
})

test('[ACTION-10] a reading is made once, and anew when anything was folded', () => {
  const fold = greeted().foldAll()
  const law = lawOf(book, fold.call)
  expect(readCall(fold.call, law)).toBe(readCall(fold.call, law))
  expect(readCall(greeted().fold(), law).segments).toEqual(readCall(fold.call, law).segments)
})

test('[action_order] consent after the order is sent is the wrong way round, until all that was left out is made up', () => {
  const sent = order((s) => s.fact(20, 'identity.verified').fact(30, 'order.submitted'))
  expect(wrongsOf(sent, 'action_order')).toEqual(['ORD_CONSENT_BEFORE_SUBMIT holding'])
  expect(wrongsOf(sent.fact(40, 'order.consent_confirmed'), 'action_order')).toEqual([
    'ORD_CONSENT_BEFORE_SUBMIT put_right',
  ])
})

test('[action_order] an order with a condition is broken only by what is done once that holds', () => {
  const story = call()
    .queued(0, 'inquiry')
    .answers(5, '1001')
    .listens(5)
    .goesThrough(6, 5, 'opening', 'need_identification')
  const told = story.step(20, 'resolution').agent(22, '目前有三档').fact(24, 'crm.record_opened')
  expect(wrongsOf(told.fact(30, 'billing.record_opened'), 'action_order')).toEqual([])
  expect(wrongsOf(told.agent(34, '您目前的套餐是五十九元'), 'action_order')).toEqual(['ORD_ID_BEFORE_DISCLOSE holding'])
})

test('[prohibited] forbidden words are wrong when said, once a family, and only in the agent’s mouth', () => {
  const story = greeted().agent(20, '规定就是这样').agent(30, '我不清楚').customer(31, '你去投诉吧')
  expect(wrongsOf(story, 'prohibited')).toEqual(['FB_REFUSE holding'])
  expect(story.verdicts().find(({ rule }) => rule === 'prohibited')?.evidence[0]?.text).toBe('规定就是这样')
})

const planned = () => greeted().step(20, 'need_identification').step(40, 'resolution').agent(50, '我给您申请退回二十元')

test('[confirmation_due] a complaint’s plan is to be confirmed within a minute, and is put right when it is', () => {
  const story = planned().customer(80, '哦').customer(115, '那')
  expect(wrongsOf(story, 'confirmation_due', 109.9)).toEqual([])
  expect(story.wrongs(110)).toContain('confirmation_due confirmation holding')
  expect(story.agent(120, '这样安排您看可以吗').wrongs(121)).toContain('confirmation_due confirmation put_right')
  expect(planned().agent(70, '您看这样行吗').customer(115, '行').wrongs(120)).not.toContain(
    'confirmation_due confirmation holding',
  )
  expect(planned().wrongs(300)).not.toContain('confirmation_due confirmation holding')
})

const plansIn = (told: Call) => readCall(told, lawOf(book, told)).segments[0]?.plans ?? []
const plansOf = (story: CallStory) => plansIn(story.fold())

test('[confirmation_due] a plan is open from the moment it was told, before anybody can know that nobody confirmed it', () => {
  const [told] = plansOf(planned())
  expect(told).toMatchObject({ isOpen: true, isMissed: false })
  expect([secondOf(told?.toldAt), secondOf(told?.dueAt)]).toEqual([50, 110])
  expect(plansOf(planned().agent(70, '您看这样行吗'))[0]).toMatchObject({ isOpen: false, isMissed: false })
  expect(plansOf(planned().customer(80, '哦').customer(115, '那'))[0]).toMatchObject({ isOpen: true, isMissed: true })
  expect(plansOf(planned().hangsUp(60, 'customer'))[0]?.isOpen).toBe(false)
})

test('[confirmation_due] a hold stops the limit of a plan, and what is not heard leaves it open and nobody to blame', () => {
  expect(plansOf(planned().hold(60))[0]).toMatchObject({ isOpen: true, isMissed: false, dueAt: undefined })
  expect(secondOf(plansOf(planned().hold(60, 80))[0]?.dueAt)).toBe(130)
  expect(plansOf(planned().listens(60, 'failed'))[0]).toMatchObject({ isOpen: false, isMissed: false })
})

test('[confirmation_due] whatever comes first, the plan and what became of it are the same', () => {
  const story = planned().customer(80, '哦').hold(90, 95).customer(118, '那').agent(130, '这样安排您看可以吗')
  const settings = settingsOf(book, undefined)
  const readOf = (entries: readonly Entry[]) => plansIn(foldCall('f', story.callId, entries, 'time', settings).call)
  const expected = readOf(story.entries())
  expect(expected).toMatchObject([{ isOpen: false, isMissed: true }])
  expect(readOf(story.entries().toReversed())).toEqual(expected)
  expect(readOf([...story.entries(), ...story.entries()])).toEqual(expected)
})

test('[too_fast] a step run through is too fast only where something owed is missing', () => {
  const hasty = heard().step(11, 'opening').agent(11.2, '请讲').step(12, 'need_identification').agent(13, '好')
  expect(hasty.wrongs()).toContain('too_fast opening holding')
  const brisk = heard()
    .step(11, 'opening')
    .agent(11.2, '您好，工号3082，请问有什么可以帮您')
    .step(12, 'need_identification')
  expect(brisk.agent(13, '好').wrongs()).not.toContain('too_fast opening holding')
})

test('[ticked_not_said] a step a script ticked while nothing of it was said is told apart, where everything was heard', () => {
  const ticked = planned().step(70, 'confirmation').customer(72, '嗯').step(90, 'closing').agent(91, '还有其他事吗')
  expect(ticked.wrongs()).toContain('ticked_not_said confirmation holding')
  const said = planned()
    .step(70, 'confirmation')
    .agent(72, '最后确认一下')
    .step(90, 'closing')
    .agent(91, '还有其他事吗')
  expect(said.wrongs()).not.toContain('ticked_not_said confirmation holding')
  const unheard = answeredComplaint().goesThrough(11, 20, 'opening', 'need_identification', 'resolution')
  expect(unheard.wrongs().filter((wrong) => wrong.startsWith('ticked'))).toEqual([])
})

test('[ALERT-6] a policy says whether somebody is called: not for an inquiry nobody confirmed, but for a complaint', () => {
  const skipping = (queueId: string) =>
    call()
      .queued(0, queueId)
      .answers(5, '1001')
      .goesThrough(6, 9, 'opening', 'need_identification', 'resolution', 'closing')
  const used = (queueId: string) =>
    skipping(queueId)
      .verdicts(40)
      .filter(({ step }) => step === 'confirmation')[0]?.as
  expect(used('inquiry')).toBe('mark')
  expect(used('complaint')).toBe('alert')
})

test('[ALERT-6] what comes to light only at the end calls nobody, or is for a call back', () => {
  const story = answeredComplaint().fact(20, 'ticket.draft_saved').fact(21, 'workorder.dispatched').hangsUp(60, 'agent')
  const uses = Object.fromEntries(story.verdicts(400).map(({ about, as }) => [about?.id, as]))
  expect(uses).toMatchObject({ ACW_WRAPUP: 'mark', ACW_FOLLOWUP: 'callback', RES_TICKET: 'callback' })
})
