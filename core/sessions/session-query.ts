// What a list of sessions can be asked for.
import * as z from 'zod'
import { canonicalName } from '../events/event-names.ts'
import { URL_MAX_CHARS, USER_ID_MAX_CHARS } from '../limits.ts'
import { tagSchema } from '../notes/note.ts'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const text = z.string().min(1).max(100)
const partOfUrl = z.string().min(1).max(URL_MAX_CHARS)
/** Thirteen digits: what start keys have room for, until the year 2286. */
const time = z.coerce.number().int().min(0).max(9_999_999_999_999)

export const SESSION_SORTS = [
  'start',
  'lastSeen',
  'duration',
  'engaged',
  'pages',
  'clicks',
  'events',
  'errors',
  'rageClicks',
  'deadClicks',
] as const

export const sessionSortSchema = z.enum(SESSION_SORTS)

export const sessionQuerySchema = z.object({
  /** The site's own user id. */
  user: z.string().min(1).max(USER_ID_MAX_CHARS).optional(),
  visitor: z.uuid().optional(),
  /** Started at or after this, milliseconds since 1970. */
  from: time.optional(),
  /** Started before this, milliseconds since 1970. */
  to: time.optional(),
  device: z.enum(['desktop', 'mobile', 'tablet', 'other']).optional(),
  /** With its version or without. */
  browser: text.optional(),
  os: text.optional(),
  /** Two letters. */
  country: text.optional(),
  region: text.optional(),
  city: text.optional(),
  /** Programs that say what they are. */
  bot: flag.optional(),
  hasReplay: flag.optional(),
  /** Kept beyond the project's days. */
  pinned: flag.optional(),
  /** Had an event in the last five minutes, and is not over. */
  live: flag.optional(),
  /** Milliseconds. */
  minDuration: time.optional(),
  /** Milliseconds; sessions of just this length are among them. */
  maxDuration: time.optional(),
  minPages: time.optional(),
  minClicks: time.optional(),
  minEvents: time.optional(),
  minErrors: time.optional(),
  hasErrors: flag.optional(),
  hasRageClicks: flag.optional(),
  hasDeadClicks: flag.optional(),
  /** Part of a path that was visited. */
  page: partOfUrl.optional(),
  /** Part of the path of the first page. */
  entryPage: partOfUrl.optional(),
  /** Part of the path of the last page. */
  exitPage: partOfUrl.optional(),
  /** Part of the host that a link led here from; `direct` for sessions that no link led to. */
  referrer: partOfUrl.optional(),
  utmSource: text.optional(),
  utmMedium: text.optional(),
  utmCampaign: text.optional(),
  /** Name of an event that happened, in any spelling. */
  event: z.string().min(1).max(100).transform(canonicalName).optional(),
  /** Of a note on it. */
  tag: tagSchema.optional(),
  /** Words that are all in a URL, a path, the user, the visitor's id or name, the session's id, the browser, the system or the place. */
  q: z.string().max(200).optional(),
  sort: sessionSortSchema.default('start'),
})

export type SessionQuery = z.infer<typeof sessionQuerySchema>
export type SessionSort = z.infer<typeof sessionSortSchema>
export type SessionFilter = Omit<SessionQuery, 'sort'>
