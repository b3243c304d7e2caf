import type { SeededRandom } from '#server/domain/seeded-random.ts'
import { listAlike } from '#server/domain/speech/sounds.ts'

/** Characters that recognisers put where they heard nothing they knew. */
const COMMON =
  '的一是了我不在有他这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动'

const alike = new Map<string, string>()
for (const group of listAlike()) for (const char of group) alike.set(char, group)

const replaceChar = (random: SeededRandom, char: string): string => {
  const group = alike.get(char)
  return group && random.chance(0.6)
    ? random.pick([...group].filter((other) => other !== char))
    : random.pick([...COMMON])
}

/** Errors of a recogniser: of the characters given as `rate`, 60 % are replaced, 25 % lost, 15 % surplus. */
export const addNoise = (random: SeededRandom, text: string, rate: number): string => {
  if (rate === 0) return text
  let out = ''
  for (const char of text) {
    if (!random.chance(rate)) out += char
    else {
      const kind = random.weighted({ replace: 60, lose: 25, add: 15 })
      if (kind === 'replace') out += replaceChar(random, char)
      else if (kind === 'add') out += char + random.pick([...COMMON])
    }
  }
  return out
}
