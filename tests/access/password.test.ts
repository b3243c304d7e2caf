import { describe, expect, it } from 'vitest'
import { createPasswords, makePassword } from '#server/access/password.ts'
import { systemClock } from '#server/clock.ts'

describe('passwords', () => {
  it('[SIGN-3] are kept as scrypt with N 2^17, r 8, p 1 and a salt of their own', async () => {
    const passwords = createPasswords(systemClock)
    const [one, two] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')])
    expect(one).toMatch(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(two)
    expect(await passwords.verify(one, 'correct horse')).toBe(true)
    expect(await passwords.verify(one, 'wrong horse')).toBe(false)
  })

  it('are the same however the keyboard composed them', async () => {
    const passwords = createPasswords(systemClock)
    expect(await passwords.verify(await passwords.hash('pässwörd-Ａ'), 'pässwörd-A'.normalize('NFD'))).toBe(true)
  })

  it('never match what is no hash of ours', async () => {
    const passwords = createPasswords(systemClock)
    for (const hash of ['', 'plain', 'bcrypt$1$2$3$4$5', 'scrypt$17$8$1$$'])
      expect(await passwords.verify(hash, '')).toBe(false)
  })

  it('[SIGN-3] are hashed two at a time, however many ask', async () => {
    let running = 0
    let most = 0
    const passwords = createPasswords(systemClock, async () => {
      running++
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      return Buffer.alloc(32)
    })
    await Promise.all(Array.from({ length: 20 }, () => passwords.hash('x')))
    expect(most).toBe(2)
    expect(running).toBe(0)
  })

  it('are made without letters that look alike', () => {
    const made = Array.from({ length: 50 }, () => makePassword(systemClock))
    for (const password of made) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
    expect(new Set(made).size).toBe(50)
  })
})
