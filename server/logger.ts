import { type DestinationStream, type Logger, pino } from 'pino'
import { maskText } from './domain/redact.ts'

/** Never written, whoever logs them. */
const HIDDEN =
  /^(customer|customerNumber|sealed|token|password|secret|cookie|set-cookie|authorization|query|parameters|params|args)$/i

/** Identifiers are digits too; operators need them whole. */
const IS_ID = /(Id|^id|^day|^epoch|^time|^hostname|^peer|^address|^url)$/

const clean = (key: string, value: unknown): unknown => {
  if (HIDDEN.test(key)) return '[hidden]'
  if (typeof value === 'string') return IS_ID.test(key) ? value : maskText(value)
  if (Array.isArray(value)) return value.map((one) => clean(key, one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, clean(inner, one)]))
}

const cleanLine = (line: string): string => {
  try {
    return `${JSON.stringify(clean('', JSON.parse(line)))}\n`
  } catch {
    return `${maskText(line.trimEnd())}\n`
  }
}

/** JSON lines to standard output. Every line is cleaned of customers' numbers and secrets as it leaves, whatever is in it. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino({ level, base: undefined, hooks: { streamWrite: cleanLine } }, destination)
