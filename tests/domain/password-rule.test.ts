import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePassword } from '#server/domain/password/judge-password.ts'
import { PASSWORD_LENGTH } from '#server/domain/password/password-faults.ts'

const about = { username: 'wang.1001', name: '王小明', current: 'given-once-only' }
const judge = (next: string) => judgePassword(next, about)

describe('a password somebody chooses', () => {
  it.each([
    ['一二三四五六七八九', 'tooShort'],
    ['123456789', 'tooShort'],
    ['😀'.repeat(9), 'tooShort'],
    ['x'.repeat(129), 'tooLong'],
    ['given-once-only', 'same'],
    ['my WANG.1001 word', 'ownName'],
    ['王小明的好密码呀呀', 'tooShort'],
    ['王小明的好密码二零二六年', 'ownName'],
    ['Password123', 'common'],
    ['ＰＡＳＳＷＯＲＤ１２３', 'common'],
    ['1qaz2wsx3edc', 'common'],
    ['woaini1314520', 'common'],
    ['admin@123456', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['121212121212', 'common'],
    ['correct battery staples', null],
    ['春江潮水连海平海上明月', null],
    ['lower only words', null],
    ['passwords are made of this', null],
  ])('[SIGN-5] %s: %s', (next, fault) => {
    expect(judge(next)).toBe(fault)
  })

  it('[SIGN-5] may hold a name too short to tell anything', () => {
    expect(judgePassword('lillies are blue', { ...about, username: 'li', name: 'Li' })).toBeNull()
  })

  it('[SIGN-5] is never asked for certain characters: any long text of one kind will do', () => {
    for (const unit of [fc.constantFrom(...'bcdfghjkmp'), fc.constantFrom(...'山水风云雨雪花月')]) {
      fc.assert(
        fc.property(fc.string({ unit, minLength: 14, maxLength: PASSWORD_LENGTH.max }), (next) => {
          fc.pre(!/^(.{1,3})\1+$/u.test(next))
          expect(judge(next)).toBeNull()
        }),
      )
    }
  })
})
