// What a handler answers, before the recipe makes a response of it.

export type HttpAnswer = {
  status: number
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, with the content type in `headers`. */
  text?: string
  /** Sent as they are, with the content type in `headers`. */
  bytes?: Uint8Array
  headers?: Record<string, string>
  cookies?: string[]
}

export const ok = (body: unknown): HttpAnswer => ({ status: 200, body })
export const created = (body: unknown): HttpAnswer => ({ status: 201, body })
export const accepted = (body: unknown): HttpAnswer => ({ status: 202, body })
export const done = (): HttpAnswer => ({ status: 204 })
export const redirect = (location: string, cookies: string[] = []): HttpAnswer => ({
  status: 302,
  headers: { location },
  cookies,
})
