// What a login route gets and gives.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

export type LoginRequest = { method: string; url: URL; headers: IncomingHttpHeaders; body: string }
export type LoginAnswer = { status: number; headers?: OutgoingHttpHeaders; body: string }
export type LoginRoute = (request: LoginRequest) => LoginAnswer | Promise<LoginAnswer>

export const json = (status: number, value: object, headers: OutgoingHttpHeaders = {}): LoginAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(value),
})

export const redirect = (location: string, cookies: string[] = []): LoginAnswer => ({
  status: 302,
  headers: {
    location,
    'cache-control': 'no-store',
    ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
  },
  body: '',
})

/** The address with these parameters added to those that it has; undefined ones are left out. */
export const withQuery = (address: string, parameters: Record<string, string | undefined>): string => {
  const url = new URL(address)
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}
