// The one error that is meant for a caller; everything else is a fault of ours and answers 500.

export type FieldError = { field: string; message: string }

export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly fields: FieldError[] | undefined
  /** Seconds after which the caller may try again. */
  readonly retryAfter: number | undefined
  /** Further members of the problem document, for a client that goes on from here. */
  readonly facts: Record<string, unknown> | undefined
  /** Headers that belong to the problem, such as the methods that a path takes. */
  readonly headers: Record<string, string> | undefined

  constructor(
    code: string,
    status: number,
    message: string,
    options: {
      cause?: unknown
      fields?: FieldError[]
      retryAfter?: number
      facts?: Record<string, unknown>
      headers?: Record<string, string>
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.fields = options.fields
    this.retryAfter = options.retryAfter
    this.facts = options.facts
    this.headers = options.headers
  }
}
