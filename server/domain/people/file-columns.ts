/** Columns of the files about people and places, in their order. */
export const IMPORT_COLUMNS = {
  seats: ['site', 'seat', 'feed', 'extension', 'from', 'to'],
  identities: ['feed', 'extension', 'agentNo', 'name', 'from', 'to'],
  roster: ['agentNo', 'name', 'date', 'start', 'end', 'site', 'seat'],
} as const
export type FileKind = keyof typeof IMPORT_COLUMNS

/** What else people call a column, lower case. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  site: ['职场', '站点', '场地'],
  seat: ['座席', '坐席位', '座位', '工位'],
  feed: ['话源', '接入', '来源系统'],
  extension: ['分机', '分机号', '设备', 'device', 'agentid'],
  agentNo: ['工号', 'badge', 'agentno'],
  name: ['姓名', '名字'],
  from: ['开始', '起', '开始时间', '生效时间'],
  to: ['结束', '止', '结束时间', '失效时间'],
  date: ['日期'],
  start: ['上班', '开始', '开始时间', 'from'],
  end: ['下班', '结束', '结束时间', 'to'],
}

/** Which of a file's columns holds which of ours; undefined where none does. */
export const matchColumns = (kind: FileKind, header: readonly string[]): Map<string, number> => {
  const written = header.map((text) => text.trim().toLowerCase())
  return new Map(
    IMPORT_COLUMNS[kind].flatMap((column) => {
      const names = [column.toLowerCase(), ...(ALIASES[column] ?? [])]
      const at = written.findIndex((text) => names.includes(text))
      return at < 0 ? [] : [[column, at] as const]
    }),
  )
}

/** Columns a file must have for its rows to mean anything. */
export const NEEDED_COLUMNS: Readonly<Record<FileKind, readonly string[]>> = {
  seats: ['seat', 'feed', 'extension', 'from'],
  identities: ['feed', 'extension', 'agentNo', 'from'],
  roster: ['agentNo', 'date', 'start', 'end'],
}
