const SPOKEN = '零幺二三四五六七八九'
const SIGNS = [...'零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖']
const NUMERALS = new Map(SIGNS.map((sign, i) => [sign, '0012345678912123456789'.charAt(i)]))

const pad = (value: number, length: number) => String(value).padStart(length, '0')
const grouped = (mobile: string, between: string) =>
  [mobile.slice(0, 3), mobile.slice(3, 7), mobile.slice(7)].join(between)

/** How people and systems write one and the same mobile number. */
const SHAPES: readonly ((mobile: string) => string)[] = [
  (mobile) => mobile,
  (mobile) => grouped(mobile, ' '),
  (mobile) => grouped(mobile, '-'),
  (mobile) => grouped(mobile, '.'),
  (mobile) => `+86${mobile}`,
  (mobile) => `+86 ${grouped(mobile, ' ')}`,
  (mobile) => `0086-${grouped(mobile, '-')}`,
  (mobile) => `(+86) ${mobile}`,
  (mobile) => `0${mobile}`,
  (mobile) => [...mobile].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
]
/** And how they say it. */
const SPEECH: readonly ((mobile: string) => string)[] = [
  (mobile) => [...mobile].map((digit) => SPOKEN[Number(digit)]).join(''),
  (mobile) => grouped([...mobile].map((digit) => SPOKEN[Number(digit)]).join(''), '，'),
  (mobile) => `${mobile.slice(0, 3)} ${[...mobile.slice(3)].map((digit) => SPOKEN[Number(digit)]).join('')}`,
]

const AREA = '0755'

/** Customers' numbers, all different, and different also where the middle is masked. */
export const createNumbers = () => {
  const planted = new Set<string>()
  let count = 0
  const next = (make: (index: number) => string) => {
    const number = make(++count)
    planted.add(number)
    return number
  }
  const mobile = () => next((i) => `13${i % 10}${pad((i * 7919 + 1234) % 10_000, 4)}${pad(i, 4)}`)
  const shaped = (shapes: readonly ((mobile: string) => string)[]) => shapes[count % shapes.length]?.(mobile()) ?? ''
  return {
    planted: planted as ReadonlySet<string>,
    mobile,
    /** A mobile number, each time written in another way. */
    written: () => shaped(SHAPES),
    /** The same with the ways it is said. */
    told: () => shaped([...SHAPES, ...SPEECH]),
    /** The number of somebody who calls: every tenth is a landline. */
    caller: (): { number: string; written: string } => {
      if (count % 10 !== 0) {
        const number = mobile()
        return { number, written: SHAPES[count % SHAPES.length]?.(number) ?? '' }
      }
      const number = next((i) => `${AREA}8${pad((i * 7919) % 1_000, 3)}${pad(i, 4)}`)
      const local = count % 20 === 1 ? `-${number.slice(4)}` : ` ${number.slice(4, 8)} ${number.slice(8)}`
      return { number, written: `${AREA}${local}` }
    },
  }
}
export type Numbers = ReturnType<typeof createNumbers>

/** One way of writing: escapes undone, full-width and spoken digits as digits, nothing between the digits of a number. */
const plain = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .normalize('NFKC')
    .replace(/[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]/g, (sign) => NUMERALS.get(sign) ?? sign)
    .replace(/(?<=\d)[\s\-().,，、·]{1,3}(?=\d)/g, '')

const LENGTHS = [11, 12]

/** Which of the numbers stand in the text in clear, however they are written. */
export const findNumbers = (text: string, planted: ReadonlySet<string>): Set<string> => {
  const found = new Set<string>()
  for (const [run] of plain(text).matchAll(/\d{11,}/g)) {
    for (const length of LENGTHS) {
      for (let from = 0; from + length <= run.length; from++) {
        const part = run.slice(from, from + length)
        if (planted.has(part)) found.add(part)
      }
    }
  }
  return found
}

/** What people see of a number of ours. */
export const findMasked = (text: string): Set<string> => new Set(text.match(/\d{3}\*{4,5}\d{4}/g))
export const maskedOf = (number: string): string =>
  `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`
