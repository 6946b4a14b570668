// What went wrong with a request, in words that can be shown: from a problem document or from the network.
import type { FieldError } from '../../../core/errors.ts'

type ProblemDocument = {
  title?: unknown
  detail?: unknown
  message?: unknown
  code?: unknown
  requestId?: unknown
  errors?: unknown
  session?: unknown
}

export class ApiProblem extends Error {
  /** 0 when no answer came at all. */
  readonly status: number
  readonly code: string
  readonly title: string
  readonly requestId: string | undefined
  readonly fields: FieldError[]
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined
  /** What a login that wants a new password goes on with. */
  readonly session: string | undefined

  constructor(facts: {
    status: number
    code: string
    title: string
    detail: string
    requestId?: string
    fields?: FieldError[]
    retryAfter?: number
    session?: string
    cause?: unknown
  }) {
    super(facts.detail, { cause: facts.cause })
    this.name = 'ApiProblem'
    this.status = facts.status
    this.code = facts.code
    this.title = facts.title
    this.requestId = facts.requestId
    this.fields = facts.fields ?? []
    this.retryAfter = facts.retryAfter
    this.session = facts.session
  }

  /** Whether asking again, unchanged, may well succeed. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === 'object' && value !== null && 'field' in value && 'message' in value

/** Seconds; the header's other form, a date, is not one that we send. */
export const readRetryAfter = (response: Response): number | undefined => {
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

const TITLES: Record<number, string> = {
  400: 'The request was not understood',
  401: 'You are not signed in',
  403: 'You may not do this',
  404: 'Not found',
  429: 'Too many requests',
  503: 'The service is busy',
}

const DETAILS: Record<number, string> = {
  401: 'Sign in again to go on.',
  404: 'There is nothing here, or it is not yours to see.',
  429: 'Wait a moment, then try again.',
  503: 'It will be back shortly. Try again in a moment.',
}

/** Reads an answer that is not ok. API Gateway's own answers are `{message}`; a proxy's may not be JSON. */
export const readProblem = async (response: Response): Promise<ApiProblem> => {
  const body: ProblemDocument = await response.json().then(
    (json: unknown) => (typeof json === 'object' && json !== null ? json : {}),
    () => ({}),
  )
  const { status } = response
  const gatewaysOwn = text(body.code) === undefined
  // To a program one logs in; here one signs in, whoever found the login missing.
  const own = status === 401
  const retryAfter = readRetryAfter(response)
  const wait = status === 429 && retryAfter !== undefined ? `Try again in ${retryAfter} s.` : undefined
  return new ApiProblem({
    status,
    code: text(body.code) ?? `http_${status}`,
    title: (own || status === 429 ? undefined : text(body.title)) ?? TITLES[status] ?? 'Something went wrong',
    detail:
      wait ??
      (own ? undefined : text(body.detail)) ??
      (gatewaysOwn ? undefined : text(body.message)) ??
      DETAILS[status] ??
      `The server answered with status ${status}.`,
    requestId: text(body.requestId),
    fields: Array.isArray(body.errors) ? body.errors.filter(isFieldError) : [],
    retryAfter,
    session: text(body.session),
  })
}

export const unreachable = (cause: unknown): ApiProblem =>
  new ApiProblem({
    status: 0,
    code: 'unreachable',
    title: 'No connection',
    detail: 'The server could not be reached. Check the network, then try again.',
    cause,
  })

export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem({
        status: -1,
        code: 'unexpected',
        title: 'Something went wrong on this page',
        detail: error instanceof Error ? error.message : String(error),
        cause: error,
      })

/** What is wrong with one field of what was sent; `origins.0` counts as `origins`. */
export const fieldError = (error: unknown, field: string): string | undefined => {
  const named =
    error instanceof ApiProblem
      ? error.fields.find((one) => one.field === field || one.field.startsWith(`${field}.`))
      : undefined
  return named && asSentence(named.message)
}

/** Messages of the API go on after the field's name: `is too short`. Below the field they stand alone. */
const asSentence = (message: string): string => {
  const first = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
