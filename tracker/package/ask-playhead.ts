// One request of a site's server: tried again while we are asked to come later, and refused as a problem that can be read.
import type { ServerOptions } from './server.d.ts'

/** Statuses after which the very same request may well succeed. */
const PASSING = [429, 503]

/** Milliseconds before the second try where the answer names no time; twice as long each time. */
const FIRST_WAIT_MS = 500

type Problem = { code?: string; title?: string; detail?: string; requestId?: string }

export class PlayheadError extends Error {
  override readonly name = 'PlayheadError'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly requestId: string | null
  constructor(status: number, problem: Problem, cause?: unknown) {
    super(problem.detail ?? `Playhead answered with ${status}.`, { cause })
    this.code = problem.code ?? `http-${status}`
    this.status = status
    this.title = problem.title ?? 'Error'
    this.requestId = problem.requestId ?? null
  }
}

const unreachable = (cause: unknown) => {
  const detail = `Playhead was not reached: ${cause instanceof Error ? cause.message : cause}`
  return new PlayheadError(0, { code: 'unreachable', title: 'Not reached', detail }, cause)
}

const problemOf = async (response: Response): Promise<PlayheadError> =>
  // A proxy's answer need not be JSON.
  new PlayheadError(
    response.status,
    await response.json().then(
      (json) => json ?? {},
      () => ({}),
    ),
  )

const askedMs = (response: Response, tried: number): number => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : FIRST_WAIT_MS * 2 ** (tried - 1)
}

export type Asked = { path: string; query?: Record<string, string>; body?: unknown }

/** `body` makes it a POST. */
export const createAsk = (
  { url, secretKey, timeoutMs = 30_000, tries = 4, fetch: send = fetch }: ServerOptions,
  wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
  now: () => number = Date.now,
) => {
  if (!/^https?:\/\//.test(url)) throw new TypeError('createPlayheadServer: url must begin with https://')
  if (!/^sk_/.test(secretKey))
    throw new TypeError('createPlayheadServer: secretKey must be a key that begins with sk_')
  const base = url.replace(/\/+$/, '')

  return async <T>({ path, query, body }: Asked): Promise<T> => {
    const endsAt = now() + timeoutMs
    const search = query ? `?${new URLSearchParams(query)}` : ''
    for (let tried = 1; ; tried++) {
      const response = await send(`${base}/api/v1${path}${search}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          'X-API-Key': secretKey,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(Math.max(endsAt - now(), 1)),
      }).catch((cause) => {
        throw unreachable(cause)
      })
      if (response.ok) return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
      const waitMs = askedMs(response, tried)
      const isOver = tried >= tries || now() + waitMs >= endsAt
      if (!PASSING.includes(response.status) || isOver) throw await problemOf(response)
      await response.body?.cancel()
      await wait(waitMs)
    }
  }
}
