// What stands for a user before somebody who may not see who it is.
import { hashOf } from '../text/hash-of.ts'

/**
 * Made of the visitor's id, which is drawn at random, and not of the user's, which could be guessed and tried. The same
 * for all sessions of one browser.
 */
export const pseudonymOf = (visitorId: string): string =>
  `Person ${(hashOf(visitorId) >>> 16).toString(16).padStart(4, '0')}`

/** A session, or an event of one, without who it was. */
export const withoutPerson = <T extends { userId?: string | null | undefined }>(
  of: T,
  visitorId: string,
): T => (of.userId === null || of.userId === undefined ? of : { ...of, userId: pseudonymOf(visitorId) })

/** What a site says of somebody by name. */
const TELLS_TRAITS = 'identify'

export const withoutTraits = <T extends { name: string; props: object }>(event: T): T =>
  event.name === TELLS_TRAITS ? { ...event, props: {} } : event
