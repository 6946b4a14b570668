// The two cookies of the login pages: one binds a login to its browser, one remembers who is signed in there.
import type { LoginRequest } from './reply.ts'

export const BINDING_COOKIE = 'playhead-login'
export const SESSION_COOKIE = 'playhead-cognito'

export const readCookie = ({ headers }: LoginRequest, name: string): string | undefined => {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value) return value
  }
  return undefined
}

// Lax, because the answer of an external provider arrives by a navigation from its site.
export const cookie = (name: string, value: string, maxAgeSeconds: number): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`
