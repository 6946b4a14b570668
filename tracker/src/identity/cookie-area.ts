// Cookies of a domain as web storage, so that its subdomains share what is kept there.
import { COOKIE_MAX_AGE_SECONDS } from '../limits.ts'

export const cookieArea = (domain: string) => {
  const write = (key: string, value: string, age: number) => {
    const secure = location.protocol === 'https:' ? ';secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in most browsers, and asynchronous.
    document.cookie = `${key}=${encodeURIComponent(value)};domain=${domain};path=/;max-age=${age};samesite=lax${secure}`
  }
  return {
    getItem: (key: string) => {
      const pair = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${key}=`))
      return pair ? decodeURIComponent(pair.slice(key.length + 1)) : null
    },
    setItem: (key: string, value: string) => write(key, value, COOKIE_MAX_AGE_SECONDS),
    removeItem: (key: string) => write(key, '', 0),
  }
}
