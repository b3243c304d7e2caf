import { createRandom } from '#server/domain/seeded-random.ts'

const OTHERS = [
  ...'的一是了我不在人有他这个们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然',
]
const HARMS = ['change', 'drop', 'add'] as const

/** A text with a share of its characters changed, left out or joined by another: what a recogniser does. */
export const addNoise = (text: string, share: number, seed: string): string => {
  const random = createRandom(seed)
  const other = () => random.pick(OTHERS)
  return [...text]
    .map((char) => {
      if (!random.chance(share)) return char
      const harm = random.pick(HARMS)
      if (harm === 'drop') return ''
      return harm === 'add' ? `${char}${other()}` : other()
    })
    .join('')
}
