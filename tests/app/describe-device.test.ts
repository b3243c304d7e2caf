import { describe, expect, it } from 'vitest'
import { describeDevice } from '#app/_account/describe-device.ts'

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

describe('the device of a sign-in', () => {
  it.each([
    [`${WINDOWS} Chrome/131.0.0.0 Safari/537.36`, 'Chrome 131', 'Windows'],
    [`${WINDOWS} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51`, 'Edge 131', 'Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox 133', 'Linux'],
    [`${PHONE} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari 18', 'iOS'],
    [`${PHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`, 'Chrome 131', 'iOS'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
      'Safari 17',
      'macOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
      'Chrome 130',
      'Android',
    ],
    ['curl/8.5.0', null, null],
    ['', null, null],
  ])('of %s is told', (userAgent, browser, system) => {
    expect(describeDevice(userAgent)).toEqual({ browser, system })
  })

  it('that says nothing of itself is unknown', () => {
    expect(describeDevice(null)).toEqual({ browser: null, system: null })
  })
})
