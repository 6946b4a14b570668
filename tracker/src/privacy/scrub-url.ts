// Takes the secrets out of a URL: logins, values of telling parameters, and whatever text masking finds.
import { URL_MAX_CHARS } from '../limits.ts'
import { MASK, maskText } from './mask-text.ts'

const SECRET_PART = /token|passw|secret|credential|signature|email|jwt/i
const SECRET_WORD =
  /(?:^|_)(?:api_?key|key|code|auth|authorization|sig|session|sid|session_?id|otp|pin|pwd|pass|mail|phone|tel|ssn|card|cvc|cvv|iban|nonce)(?:_|$)/i

const isSecret = (name: string) =>
  SECRET_PART.test(name) ||
  SECRET_WORD.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[^a-z\d]+/gi, '_'))

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The fragment is treated alike: single-page apps keep a query there, and OAuth its tokens. */
const scrubPairs = (part: string): string =>
  part.replace(/(^|[?&#;])([^=&#;?]+)=([^&#;]*)/g, (pair, before, name, value) => {
    if (value && isSecret(decode(name))) return `${before}${name}=${MASK}`
    const inner = decode(value)
    // A value may be an address of its own, as in ?next=%2Freset%3Ftoken%3D…
    const scrubbed = inner === value ? inner : scrubUrl(inner)
    return scrubbed === inner ? pair : `${before}${name}=${encodeURIComponent(scrubbed)}`
  })

export const scrubUrl = (url: string): string => {
  const short = url.slice(0, URL_MAX_CHARS * 2)
  const end = short.search(/[?#]/)
  const path = end < 0 ? short : short.slice(0, end)
  const withoutLogin = path.replace(/^([a-z][\w+.-]*:)?\/\/[^/@]*@/i, '$1//')
  return maskText(withoutLogin + scrubPairs(short.slice(path.length))).slice(0, URL_MAX_CHARS)
}

/** Text in which addresses may stand, as in an error's message and stack. */
export const scrubText = (text: string): string =>
  maskText(text.replace(/\bhttps?:\/\/[^\s"'<>)]+/gi, scrubUrl))
