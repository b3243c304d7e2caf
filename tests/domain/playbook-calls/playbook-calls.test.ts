import { expect, it } from 'vitest'
import { judge } from '#server/domain/call/judge.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import type { Step } from '#server/domain/words.ts'
import { book, call } from '#tests/support/scenario.ts'
import { ASKED } from './asked.ts'
import { DONE } from './done.ts'
import type { PlaybookCall } from './line.ts'

const START = 5

const tell = ({ scenario, lines }: PlaybookCall) => {
  const direction = scenario === 'satisfaction_callback' ? 'outbound' : 'inbound'
  const story = call().offered(0, { direction }).answers(START, '1001').listens(START).setByHand(START, scenario)
  let shown: Step | undefined
  for (const [second, step, who, what] of lines) {
    const at = START + second
    if (step !== shown) story.step(at - 0.5 < START ? START : at - 0.5, step)
    shown = step
    if (who === 'agent') story.agent(at, what)
    else if (who === 'customer') story.customer(at, what)
    else if (what === 'call.released.by_agent') story.listens(at, 'ended').hangsUp(at, 'agent')
    else if (what === 'call.released.by_customer') story.listens(at, 'ended').hangsUp(at, 'customer')
    else if (what === 'scenario.tagged') story.tagged(at, scenario)
    else story.fact(at, what as never, what === 'survey.score_recorded' ? 10 : undefined)
  }
  return story
}

it.each([...ASKED, ...DONE])('$name: what is wrong with it is what is found', (played) => {
  const told = tell(played).fold()
  const { verdicts } = judge(told, lawOf(book, told), Number.MAX_SAFE_INTEGER)
  const ids = (rule: string, isLate = false) =>
    verdicts
      .filter((verdict) => verdict.rule === rule && (verdict.condition === 'put_right') === isLate)
      .map(({ about, step }) => about?.id ?? step)
      .sort()
  expect({
    missed: ids('action_missed'),
    late: ids('action_missed', true),
    orders: [...ids('action_order'), ...ids('action_order', true)].sort(),
    prohibited: ids('prohibited'),
    skipped: ids('step_skipped'),
  }).toEqual(played.expected)
})
