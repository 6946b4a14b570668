// Cookies of our own: none that a script can read, or that travels in clear.

export type CookieAttributes = {
  path: string
  /** `Lax` alone comes along when another site leads back here. */
  sameSite: 'Lax' | 'Strict'
  maxAgeSeconds: number
}

export const cookie = (
  name: string,
  value: string,
  { path, sameSite, maxAgeSeconds }: CookieAttributes,
): string =>
  `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=${sameSite}`
