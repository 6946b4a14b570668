// Addresses of what a recorded page shows beside its own text, as they may be asked for and as they are looked up.
import { URL_MAX_CHARS } from '../limits.ts'

/** An address on the base that it was written on, as `URL` reads it; undefined where it is none. The core knows no `URL`. */
export type Resolve = (written: string, base: string) => string | undefined

/** What masking leaves where a secret was, in the page and at the ingest: such an address leads nowhere any more. */
const MASKED = /\*\*\*|\u2022|(?:\[|%5B)(?:secret|email|card)(?:\]|%5D)|%E2%80%A2/i

/** Characters that nobody writes into an address, but who makes up a recording may. */
const UNWRITTEN = /\p{Cc}/gu

const HTTP = /^https?:\/\/([^/?#]*)/i

/** Without its fragment, which no server sees. Undefined for whatever is no address of the web, or holds a login. */
export const assetAddress = (resolve: Resolve, written: string, base: string): string | undefined => {
  const text = written.trim().replace(UNWRITTEN, '')
  if (text === '' || text.length > URL_MAX_CHARS || /^(?:data|blob|about|javascript|#)/i.test(text))
    return undefined
  const whole = resolve(text, base)
  const [address = ''] = whole?.split('#', 1) ?? []
  const [, authority = ''] = HTTP.exec(address) ?? []
  if (authority === '' || authority.includes('@')) return undefined
  return address.length > URL_MAX_CHARS || MASKED.test(address) ? undefined : address
}

/** The candidates of a `srcset`, as browsers read it. */
export const candidatesOfSrcset = (srcset: string): { address: string; descriptor: string }[] => {
  const found: { address: string; descriptor: string }[] = []
  const CANDIDATE = /[\s,]*([^\s,]\S*)([^,(]*(?:\([^)]*\)[^,(]*)*)/y
  for (let match = CANDIDATE.exec(srcset); match; match = CANDIDATE.exec(srcset)) {
    const [whole, address = '', descriptor = ''] = match
    const bare = address.replace(/,+$/, '')
    // A comma right behind the address ends the candidate: what follows is the next.
    if (bare !== address) CANDIDATE.lastIndex = match.index + whole.indexOf(address) + address.length
    if (bare) found.push({ address: bare, descriptor: bare === address ? descriptor : '' })
    if (CANDIDATE.lastIndex >= srcset.length) break
  }
  return found
}

export const addressesOfSrcset = (srcset: string): string[] =>
  candidatesOfSrcset(srcset).map(({ address }) => address)
