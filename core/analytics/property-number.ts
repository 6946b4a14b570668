// A number that an event says, in SQL: what is none, or beyond what it can be, is as if it was not said.
import { jsonText } from './dialect.ts'
import { type Sql, sql } from './sql.ts'

/** Of the event `e`, from 0 to `max`. */
export const propertyNumber = (name: string, max: number): Sql => {
  const number = sql`TRY_CAST(${jsonText(sql`e.props`, [name])} AS DOUBLE)`
  return sql`CASE WHEN ${number} >= 0 AND ${number} <= ${max} THEN ${number} END`
}
