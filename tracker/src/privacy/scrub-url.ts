// Takes the secrets out of a URL: logins, values of telling parameters, and whatever text masking finds.
import { attempt } from '../guard.ts'
import { URL_MAX_CHARS } from '../limits.ts'
import { MASK, maskText } from './mask-text.ts'

const SECRET =
  /token|passw|secret|signature|email|jwt|(^|_)((api)?key|code|auth|authorization|sig|session|sid|otp|pin|pwd|pass|mail|phone|tel|ssn|card|cc|cv[cv]|iban|nonce)(_|$|id$|number)/i

/** Names, of parameters and of fields, whose values are nobody's business. */
export const isSecretName = (name: string) =>
  SECRET.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[^a-z\d]+/gi, '_'))

const decode = (text: string) => attempt(() => decodeURIComponent(text)) ?? text

/** The fragment is treated alike: single-page apps keep a query there, and OAuth its tokens. */
const scrubPairs = (part: string): string =>
  part.replace(/(^|[?&#;])([^=&#;?]+)=([^&#;]*)/g, (pair, before, name, value) => {
    if (value && isSecretName(decode(name))) return `${before}${name}=${MASK}`
    const inner = decode(value)
    // A value may be an address of its own, as in ?next=%2Freset%3Ftoken%3D…
    const scrubbed = inner === value ? inner : scrubUrl(inner)
    return scrubbed === inner ? pair : `${before}${name}=${encodeURIComponent(scrubbed)}`
  })

/** Links that let somebody in carry what does so in their path. */
const LETS_IN = /(\/(reset|verify|confirm|activate|invite|magic)([_-][a-z-]+)?\/)[^/?#.]{12,}/gi

const scrubPath = (path: string) =>
  path.replace(/^([a-z]+:)?\/\/[^/@]*@/i, '$1//').replace(LETS_IN, `$1${MASK}`)

export const scrubUrl = (url: string): string => {
  const short = url.slice(0, URL_MAX_CHARS * 2)
  const [path = ''] = short.split(/[?#]/, 1)
  return maskText(scrubPath(path) + scrubPairs(short.slice(path.length))).slice(0, URL_MAX_CHARS)
}

const ADDRESS = /\bhttps?:\/\/[^\s"'<>)]+/gi
const PAIR = /([?&]|\\?["'])([\w.-]{1,99})(=|\\?["']\s?:\s?\\?["'])([^\s"'<>&#;)\\]+)/g

/** Text in which addresses and pairs may stand, as in an error's message and stack, a console line, a style sheet. */
export const scrubText = (text: string): string =>
  maskText(
    text
      .replace(ADDRESS, scrubUrl)
      .replace(PAIR, (pair, before, name, between) =>
        isSecretName(name) ? before + name + between + MASK : pair,
      ),
  )

/** Scrubbed before it is cut: half an address is no longer one that masking knows. */
export const scrubbed = (text: unknown, max: number) =>
  scrubText(String(text).slice(0, max * 2)).slice(0, max)
