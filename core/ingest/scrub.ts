// Removes obvious secrets that a page should have masked: e-mail addresses, card numbers, tokens in a URL.
import { canonicalName, saysTraits } from '../events/event-names.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { Event } from './envelope.ts'

// Every repetition is bounded, so that no text makes matching slow.
const EMAIL = /[A-Za-z0-9._%+-]{1,64}(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/gi
const CARD = /(?<![A-Za-z0-9])[2-6](?:[ -]?\d){12,18}(?![A-Za-z0-9])/g
const SECRET_PARAMETER =
  /([?&#;](?:access_token|id_token|refresh_token|token|api_?key|secret|password|passwd|pwd)=)[^&#;]*/gi

// Nearly no text has anything to hide, so each is asked first, cheaply, whether it could have.
const MAY_HOLD_CARD = /\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d/
const MAY_HOLD_SECRET = /token|key|secret|pass|pwd/i

export const scrubText = (text: string, keepsEmail = false): string => {
  const holds = !keepsEmail && (text.includes('@') || text.includes('%40'))
  const unaddressed = holds ? text.replace(EMAIL, '[email]') : text
  return MAY_HOLD_CARD.test(unaddressed) ? unaddressed.replace(CARD, hideCard) : unaddressed
}

const hideCard = (digits: string): string => (passesLuhn(digits.replace(/\D/g, '')) ? '[card]' : digits)

/** Of an address nothing but what would open something. */
export const scrubSecrets = (url: string): string =>
  MAY_HOLD_SECRET.test(url) ? url.replace(SECRET_PARAMETER, '$1[secret]') : url

export const scrubUrl = (url: string, keepsEmail = false): string => scrubText(scrubSecrets(url), keepsEmail)

/** The site's own user id stays: the site chose to send it. */
export const scrubEvent = (event: Event): Event => ({
  ...event,
  ...(event.url !== undefined && { url: scrubUrl(event.url) }),
  ...(event.referrer !== undefined && { referrer: scrubUrl(event.referrer) }),
  ...(event.target?.text !== undefined && {
    target: { ...event.target, text: scrubText(event.target.text) },
  }),
  props: scrubProps(event),
})

/** Of a user whom the site has named, the site may say the e-mail address, too: as a trait, and nowhere else. */
const scrubProps = ({ name, userId, props }: Event): Event['props'] => {
  const { traits } = props
  const isSaid = userId !== undefined && traits !== undefined && saysTraits(canonicalName(name))
  return isSaid ? { ...scrubObject(props), traits: scrubValue(traits, true) } : scrubObject(props)
}

const scrubValue = (value: JsonValue, keepsEmail = false): JsonValue => {
  if (typeof value === 'string')
    return value.includes('=') ? scrubUrl(value, keepsEmail) : scrubText(value, keepsEmail)
  if (Array.isArray(value)) return scrubList(value, keepsEmail)
  return value !== null && typeof value === 'object' ? scrubObject(value, keepsEmail) : value
}

const scrubList = (list: JsonValue[], keepsEmail: boolean): JsonValue[] => {
  const scrubbed = list.map((value) => scrubValue(value, keepsEmail))
  return scrubbed.some((value, at) => value !== list[at]) ? scrubbed : list
}

/** The object itself when nothing in it is hidden: most are, and a copy costs more than the look. */
export const scrubObject = (
  value: Record<string, JsonValue>,
  keepsEmail = false,
): Record<string, JsonValue> => {
  const hidden: [string, JsonValue][] = []
  for (const [key, inner] of Object.entries(value)) {
    const scrubbed = scrubValue(inner, keepsEmail)
    if (scrubbed !== inner) hidden.push([key, scrubbed])
  }
  // Entries keep the place of the first with their name.
  return hidden.length === 0 ? value : Object.fromEntries([...Object.entries(value), ...hidden])
}

const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = digit * 2
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
