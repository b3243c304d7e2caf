/** Reads RFC 4180 as it is written and nothing beside it: CRLF between records, quotes only around whole cells. Throws. */
export const readStrictCsv = (text: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}`)
  }
  const readQuoted = () => {
    let cell = ''
    for (at++; ; at++) {
      if (at >= text.length) fail('a quote that never ends')
      if (text[at] !== '"') cell += text[at]
      else if (text[at + 1] === '"') cell += text[at++]
      else break
    }
    at++
    return cell
  }
  const readBare = () => {
    const from = at
    while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
      if (text[at] === '"' || text[at] === '\n') fail('a bare quote or line feed')
      at++
    }
    return text.slice(from, at)
  }
  while (at < text.length) {
    row.push(text[at] === '"' ? readQuoted() : readBare())
    if (text[at] === ',') at++
    else if (text.startsWith('\r\n', at)) {
      at += 2
      rows.push(row)
      row = []
    } else fail('neither comma nor end of record')
  }
  if (row.length > 0) fail('a record that never ends')
  return rows
}
