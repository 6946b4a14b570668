// The one error that is meant for a caller; everything else is a fault of ours and answers 500.

export type FieldError = { field: string; message: string }

export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly fields: FieldError[] | undefined
  /** Seconds after which the caller may try again. */
  readonly retryAfter: number | undefined

  constructor(
    code: string,
    status: number,
    message: string,
    options: { cause?: unknown; fields?: FieldError[]; retryAfter?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.fields = options.fields
    this.retryAfter = options.retryAfter
  }
}
