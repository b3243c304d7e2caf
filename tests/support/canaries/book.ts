/** Whose a canary is: team a's, team b's, or nobody's, which only those who see all may see. */
export type Side = 'a' | 'b' | 'n'

const WORD = /z[abn]-[a-z]+-\d+z/g

export const sideOf = (word: string): Side => word[1] as Side
export const kindOf = (word: string): string => word.split('-')[1] ?? ''

/** Makes words that occur nowhere else, such as `zb-fact-12z`, and knows which were planted. */
export const createBook = () => {
  const planted = new Set<string>()
  return {
    planted: planted as ReadonlySet<string>,
    plant(side: Side, kind: string): string {
      const word = `z${side}-${kind}-${planted.size + 1}z`
      planted.add(word)
      return word
    },
    count: () => planted.size,
  }
}
export type Book = ReturnType<typeof createBook>

/** Every canary that stands in the text. */
export const findWords = (text: string): Set<string> => new Set(text.match(WORD))
