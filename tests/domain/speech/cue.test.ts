import { expect, test } from 'vitest'
import { cueSchema, parseCue } from '#server/domain/speech/cue.ts'

test('[SPEECH-3] a cue is alternatives in groups, with gaps and ends', () => {
  expect(parseCue('^ …12 您好|你好 工号 …3 # …2-6 为您 …4 $')).toEqual({
    isFromBegin: true,
    groups: [
      { isDigits: false, literals: ['您好', '你好'] },
      { isDigits: false, literals: ['工号'] },
      { isDigits: true },
      { isDigits: false, literals: ['为您'] },
    ],
    gaps: [
      { min: 0, max: 12 },
      { min: 0, max: 0 },
      { min: 0, max: 3 },
      { min: 2, max: 6 },
    ],
    toEnd: { min: 0, max: 4 },
  })
})

test.each([
  ['', 'write a phrase'],
  ['…3 您好', 'character 1: a gap before the first phrase needs ^'],
  ['您好 …', 'character 4: say how many characters'],
  ['您好 …90 请问', 'at most 40'],
  ['您好 …6-2 请问', 'smaller number first'],
  ['您好 …3 …3 请问', 'two gaps'],
  ['您好 …3', 'behind the last gap'],
  ['您好||请问', 'character 4: a phrase must stand here'],
  ['您好 ^ 请问', 'character 4: ^ can only stand'],
  ['您好 $ 请问', 'character 4: $ can only stand'],
  ['嗯，', 'nothing is left of 「嗯，」'],
  ['#|您好', '# stands alone'],
])('[SPEECH-3] 「%s」 is refused with the place and what to change', (cue, said) => {
  expect(() => parseCue(cue)).toThrow(said)
  expect(cueSchema.safeParse({ cue }).error?.issues[0]?.message).toContain(said)
})
