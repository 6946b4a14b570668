// Percentiles that both engines count alike: the value at a rank, never one between two.
import { divided } from './dialect.ts'
import { type Sql, sql } from './sql.ts'

/** Of rows that have `place`, their rank by `value` from 1, and `total`, how many there are. */
export const percentile = (value: Sql, percent: number): Sql =>
  sql`max(CASE WHEN place = ${divided(sql`(total * ${percent} + 99)`, 100)} THEN ${value} END)`
