// A cookie that only we can read or write, and that ends when it says, whatever a browser does with it.
import * as z from 'zod'
import { type CookieAttributes, cookie } from '../runtime/http/cookies.ts'
import { openText, sealText } from './sealing.ts'

export type SealedCookie<T> = {
  /** The `Set-Cookie` line that keeps this in the browser. */
  keep(content: T): Promise<string>
  /** Undefined when it is missing, was changed, is another one, or has ended. */
  read(cookies: Record<string, string>): Promise<T | undefined>
  /** The `Set-Cookie` line that takes it away. */
  clear(): string
}

type Options<T> = CookieAttributes & {
  name: string
  schema: z.ZodType<T>
  key: () => Promise<Buffer>
  now: () => number
}

export const sealedCookie = <T>({ name, schema, key, now, ...attributes }: Options<T>): SealedCookie<T> => {
  const envelope = z.object({ until: z.number(), content: schema })
  return {
    keep: async (content) => {
      const until = now() + attributes.maxAgeSeconds * 1_000
      return cookie(name, sealText(await key(), JSON.stringify({ until, content }), name), attributes)
    },
    read: async (cookies) => {
      const sealed = cookies[name]
      if (sealed === undefined) return undefined
      const text = opened(await key(), sealed, name)
      if (text === undefined) return undefined
      // Ours, but perhaps of a version that kept something else.
      const { data } = envelope.safeParse(JSON.parse(text))
      return data && data.until > now() ? data.content : undefined
    },
    clear: () => cookie(name, '', { ...attributes, maxAgeSeconds: 0 }),
  }
}

const opened = (key: Buffer, sealed: string, context: string): string | undefined => {
  try {
    return openText(key, sealed, context)
  } catch {
    return undefined
  }
}
