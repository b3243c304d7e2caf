import { expect, test } from 'vitest'
import { demoAnnouncement } from '#server/demo/announcement.ts'

const URL = 'http://127.0.0.1:3000'

test('the demonstration says of the passwords it shows that they are those first made', () => {
  const lines = demoAnnouncement(URL, [{ role: 'floor_manager', username: 'floor.manager', password: 'abcd-efgh' }])
  const told = lines.findIndex((line) => line.includes('floor.manager') && line.includes('abcd-efgh'))
  expect(told).toBeGreaterThan(0)
  expect(lines[told + 1]).toContain('as first made; one changed since is not shown')
  expect(lines.join('\n')).toContain(URL)
})

test('the demonstration shows no password of accounts it did not make', () => {
  const text = demoAnnouncement(URL, []).join('\n')
  expect(text).toContain('user password NAME')
  expect(text).not.toContain('as first made')
})
