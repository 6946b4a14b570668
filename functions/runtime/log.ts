// The log: one JSON object a line, a constant message with facts as fields, never a payload or a key.

export type LogFields = Record<string, string | number | boolean | undefined>

const write =
  (level: 'info' | 'warn' | 'error') =>
  (message: string, fields: LogFields = {}): void => {
    console.log(JSON.stringify({ level, message, at: new Date().toISOString(), ...fields }))
  }

export const log = { info: write('info'), warn: write('warn'), error: write('error') }

/** What a log line says of an error: enough to find it, nothing of what it was about. */
export const errorFields = (error: unknown): LogFields =>
  error instanceof Error
    ? {
        error: error.name,
        reason: error.message,
        stack: error.stack,
        ...(error.cause instanceof Error && { cause: `${error.cause.name}: ${error.cause.message}` }),
      }
    : { error: typeof error }
