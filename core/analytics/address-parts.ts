// Parts of an address in SQL, as `core/text/url-parts.ts` finds them.
import { groupOf, urlDecoded } from './dialect.ts'
import { type Sql, sql } from './sql.ts'

const SCHEME = '(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//'

/** Without its port, in lower case. */
export const hostIn = (url: Sql): Sql => sql`lower(${groupOf(url, `^${SCHEME}(?:[^/?#@]*@)?([^/?#:]+)`)})`

/** Of an address or of a path alone. */
export const pathIn = (url: Sql): Sql =>
  sql`CASE WHEN ${url} IS NOT NULL THEN coalesce(${groupOf(url, `^(?:${SCHEME}[^/?#]*)?([^?#]*)`)}, '/') END`

/** Characters that a campaign is called with in reports, as in `core/sessions/to-session.ts`. */
const PARAMETER_MAX_CHARS = 100

export const parameterIn = (url: Sql, name: string): Sql =>
  sql`substr(${urlDecoded(groupOf(url, `(?i)^[^#?]*\\?(?:[^#]*&)?${name}=([^&#]+)`))}, 1, ${PARAMETER_MAX_CHARS})`
