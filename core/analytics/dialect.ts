// The few things that DuckDB and Athena call differently. All other SQL of the questions is common to both.
import { perDialect, type Sql, sql } from './sql.ts'

/** The text at a path of a column of JSON; null when there is none. */
export const jsonText = (column: Sql, path: readonly string[]): Sql =>
  perDialect({
    duckdb: sql`json_extract_string(${column}, ${`$${path.map((key) => `."${key}"`).join('')}`})`,
    athena: sql`coalesce(json_extract_scalar(${column}, ${bracketed(path)}), json_format(json_extract(${column}, ${bracketed(path)})))`,
  })

const bracketed = (path: readonly string[]): string => `$${path.map((key) => `["${key}"]`).join('')}`

/** True where any part of the text matches; RE2 in both. */
export const matchesPattern = (text: Sql, pattern: Sql): Sql =>
  perDialect({
    duckdb: sql`regexp_matches(${text}, ${pattern})`,
    athena: sql`regexp_like(${text}, ${pattern})`,
  })

/** The first group of a pattern; null when it matches nothing. */
export const groupOf = (text: Sql, pattern: string): Sql =>
  sql`nullif(regexp_extract(${text}, ${pattern}, 1), '')`

/** Of whole numbers, rounded down for those that are not negative. */
export const divided = (number: Sql, by: number): Sql =>
  perDialect({ duckdb: sql`(${number} // ${by})`, athena: sql`(${number} / ${by})` })

/** As a page sees a part of its address; what cannot be decoded stays as it is. */
export const urlDecoded = (text: Sql): Sql =>
  perDialect({
    duckdb: sql`coalesce(try(url_decode(replace(${text}, '+', ' '))), ${text})`,
    athena: sql`coalesce(try(url_decode(${text})), ${text})`,
  })

/** How many there are for which it holds. */
export const countIf = (condition: Sql): Sql => sql`count(CASE WHEN ${condition} THEN 1 END)`
