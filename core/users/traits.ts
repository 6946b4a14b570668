// Traits: what a site says of a user, each with where it came from and when. The newest word counts, in whatever order
// and however often words arrive.
import * as z from 'zod'
import { type JsonValue, jsonValueSchema } from '../json/json-value.ts'
import { TRAIT_MAX_CHARS, TRAIT_NAME_MAX_CHARS, USER_MAX_TRAITS } from '../limits.ts'

/** `event`: an `identify` of a page or an app. `server`: the site's server by its secret key. `login`: a login route of ours. */
export const traitSourceSchema = z.enum(['event', 'server', 'login'])

export const traitSchema = z.object({
  /** Null is a trait that was taken back. */
  value: jsonValueSchema,
  source: traitSourceSchema,
  /** Milliseconds since 1970 by our clock. */
  at: z.number().int(),
})

export const traitsSchema = z.record(z.string(), traitSchema)

export type TraitSource = z.infer<typeof traitSourceSchema>
export type Trait = z.infer<typeof traitSchema>
export type Traits = z.infer<typeof traitsSchema>

/** What is too long to be a trait is none: whoever sent it still has the rest. */
export const traitsOf = (said: Record<string, JsonValue>, source: TraitSource, at: number): Traits =>
  Object.fromEntries(
    Object.entries(said)
      .filter(([name]) => name !== '' && name.length <= TRAIT_NAME_MAX_CHARS && name !== '__proto__')
      .filter(([, value]) => JSON.stringify(value).length <= TRAIT_MAX_CHARS)
      .map(([name, value]) => [name, { value, source, at }]),
  )

/**
 * Both together. Of too many the newest stay, which keeps the order of folding without meaning: what was left out
 * once is older than all that stayed, and would be left out again. Returns `before` itself when nothing changes.
 */
export const foldTraits = (before: Traits, more: Traits): Traits => {
  const news = Object.entries(more).filter(([name, trait]) => {
    const known = Object.hasOwn(before, name) ? before[name] : undefined
    return known === undefined || isNewer(trait, known)
  })
  if (news.length === 0) return before
  const all = Object.entries({ ...before, ...Object.fromEntries(news) })
  const kept = all.length <= USER_MAX_TRAITS ? all : all.toSorted(newestFirst).slice(0, USER_MAX_TRAITS)
  const after = Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return kept.length < all.length && isSame(before, after) ? before : after
}

/** Of two words of one moment the same one wins everywhere. */
const isNewer = (a: Trait, b: Trait): boolean => a.at > b.at || (a.at === b.at && textOf(a) > textOf(b))

const textOf = ({ value, source }: Trait): string => `${source} ${JSON.stringify(value)}`

const newestFirst = ([a, { at: atA }]: [string, Trait], [b, { at: atB }]: [string, Trait]): number =>
  atB - atA || (a < b ? -1 : 1)

const isSame = (a: Traits, b: Traits): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(b).every(([name, trait]) => Object.hasOwn(a, name) && a[name] === trait)
