/** The part of a pino logger that push needs. */
export type PushLogger = {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
