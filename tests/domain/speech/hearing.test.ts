import { expect, test } from 'vitest'
import { parseCue } from '#server/domain/speech/cue.ts'
import { planCues } from '#server/domain/speech/cue-plan.ts'
import { createHearing } from '#server/domain/speech/hearing.ts'

const plan = planCues(['您好|你好 …3 工号', '工号 #', '您好|你好'].map((cue) => ({ parsed: parseCue(cue) })))
const [greets = -1, names = -1] = plan.cues[0]?.groups ?? []
const literal = (text: string) => plan.literals.indexOf(text)

test('[SPEECH-4] what was heard of a group comes by its ends, whichever wording was heard first', () => {
  const hearing = createHearing(plan)
  hearing.begin([])
  hearing.add(literal('您好'), 4, 6, 1)
  hearing.add(literal('你好'), 0, 2, 0.9)
  hearing.add(literal('您好'), 8, 10, 1)
  expect(hearing.gather(greets).map(({ to, quality }) => [to, quality])).toEqual([
    [2, 0.9],
    [6, 1],
    [10, 1],
  ])
  expect([0, 1, 2].map(hearing.hasAll)).toEqual([false, false, true])
})

test('[SPEECH-4] nothing of one utterance is heard in the next', () => {
  const hearing = createHearing(plan)
  hearing.begin([{ from: 2, to: 4, quality: 1 }])
  hearing.add(literal('工号'), 0, 2, 1)
  expect(hearing.hasAll(1)).toBe(true)
  hearing.begin([])
  expect([hearing.groups(), hearing.gather(names)]).toEqual([[], []])
})
