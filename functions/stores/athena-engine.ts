// Answers questions with Athena, over the Parquet of the lake's compacted days: for a team that outgrows one function.
import type { AnalyticsEngine, Answered, Days } from '../../core/analytics/engine.ts'
import type { SqlRow, Statement } from '../../core/analytics/question.ts'
import { eventsFrom, linksFrom, sessionsFrom, withPerson } from '../../core/analytics/relations.ts'
import { joined, named, type Sql, sql, type Value, written } from '../../core/analytics/sql.ts'
import { AppError } from '../../core/errors.ts'
import { lakeTables } from '../../core/lake/columns.ts'
import { columnNames } from '../../core/lake/lake-sql.ts'
import type { AthenaClient } from './athena-client.ts'
import type { LakeReader } from './lake-reader.ts'

type Deps = {
  client: Pick<AthenaClient, 'send'>
  reader: Pick<LakeReader, 'objectsOf'>
  /** Of Glue, see lib/lake-catalogue.ts. */
  database: string
  /** Says where results go and how much a query may scan. */
  workGroup: string
  wait: (ms: number) => Promise<void>
  now: () => number
}

/** Milliseconds between looks, and until a query is given up: a function has 29 seconds in all. */
const LOOK_EVERY_MS = 250
const GIVE_UP_MS = 25_000

/** Rows of a page: the service's limit. */
const PAGE_ROWS = 1_000

/** Characters of a parameter: the service's limit. */
const PARAMETER_MAX_CHARS = 1_024

export const athenaEngine = ({ client, reader, database, workGroup, wait, now }: Deps): AnalyticsEngine => {
  const run = async (statement: Sql): Promise<{ id: string; bytesRead: number }> => {
    const { text, values } = written(statement, 'athena')
    const startedAt = now()
    const { QueryExecutionId } = await client.send('StartQueryExecution', {
      QueryString: text,
      QueryExecutionContext: { Database: database },
      WorkGroup: workGroup,
      ...(values.length > 0 && { ExecutionParameters: values.map(literal) }),
    })
    const id = String(QueryExecutionId)
    for (;;) {
      const { QueryExecution } = (await client.send('GetQueryExecution', { QueryExecutionId: id })) as {
        QueryExecution?: Execution
      }
      const { State, StateChangeReason = '' } = QueryExecution?.Status ?? {}
      if (State === 'SUCCEEDED') return { id, bytesRead: QueryExecution?.Statistics?.DataScannedInBytes ?? 0 }
      if (State === 'FAILED' || State === 'CANCELLED')
        throw new Error(`Athena ended a query: ${State} ${StateChangeReason}`)
      if (now() - startedAt > GIVE_UP_MS) {
        await client.send('StopQueryExecution', { QueryExecutionId: id })
        throw new AppError('question-too-large', 503, 'That takes too long: ask about a shorter range.')
      }
      await wait(LOOK_EVERY_MS)
    }
  }

  const rowsOf = async (id: string): Promise<SqlRow[]> => {
    const rows: SqlRow[] = []
    let from: string | undefined
    let header = true
    do {
      const { ResultSet, NextToken } = (await client.send('GetQueryResults', {
        QueryExecutionId: id,
        MaxResults: PAGE_ROWS,
        ...(from !== undefined && { NextToken: from }),
      })) as Results
      const columns = ResultSet.ResultSetMetadata.ColumnInfo
      // The names of columns come as the first row of all.
      const page = header ? ResultSet.Rows.slice(1) : ResultSet.Rows
      header = false
      for (const { Data } of page)
        rows.push(
          Object.fromEntries(
            columns.map(({ Name, Type }, at) => [Name, typed(Type, Data[at]?.VarCharValue)]),
          ),
        )
      from = NextToken
    } while (from !== undefined)
    return rows
  }

  return {
    ask: async (days: Days, statement: Statement): Promise<Answered> => {
      const asOf = now()
      const { id, bytesRead } = await run(athenaStatement(database, days, statement))
      return { rows: await rowsOf(id), bytesRead, asOf }
    },
    stampOf: async ({ projectId, firstDay, lastDay }) =>
      (await reader.objectsOf(projectId, firstDay, lastDay)).stamp,
  }
}

type Execution = {
  Status?: { State?: string; StateChangeReason?: string }
  Statistics?: { DataScannedInBytes?: number }
}

type Results = {
  ResultSet: {
    Rows: { Data: { VarCharValue?: string }[] }[]
    ResultSetMetadata: { ColumnInfo: { Name: string; Type: string }[] }
  }
  NextToken?: string
}

const { events } = lakeTables

/** With all that a statement reads before its own tables. A day may have two generations of Parquet in the grace. */
export const athenaStatement = (
  database: string,
  { projectId, firstDay, lastDay, keptDay }: Days,
  { tables = {}, select }: Statement,
): Sql => {
  const of = (first: string, last: string): Sql =>
    sql`project = ${projectId} AND "date" BETWEEN ${first} AND ${last}`
  const plain = (text: string): Sql => ({ parts: [text] })
  const lake = plain(`"${database}".events`)
  const rows = sql`SELECT * FROM lake_once`
  const own = Object.entries(tables).map(([name, table]) => sql`${named(name)} AS (${table})`)
  return sql`WITH ${joined(
    [
      sql`lake_rows AS (
        SELECT ${plain(columnNames(events))},
          row_number() OVER (PARTITION BY ${plain(events.key)} ORDER BY ${plain(events.keep)}) AS place
        FROM ${lake} WHERE ${of(firstDay, lastDay)})`,
      sql`lake_once AS (SELECT ${plain(columnNames(events))} FROM lake_rows WHERE place = 1)`,
      sql`links AS (${linksFrom(sql`SELECT visitor_id, user_id, ts, event_id FROM ${lake}
        WHERE ${of(keptDay < firstDay ? keptDay : firstDay, LAST_DAY)}`)})`,
      sql`events AS (${eventsFrom(rows)})`,
      sql`sessions AS (${withPerson(sessionsFrom(rows), sql`SELECT * FROM links`)})`,
      ...own,
    ],
    sql`, `,
  )} ${select}`
}

/** Who logs in tomorrow is the same person today. */
const LAST_DAY = '9999-12-31'

/** As Athena puts it into the statement. */
const literal = (value: Value): string => {
  const text = typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value).toUpperCase()
  if (text.length > PARAMETER_MAX_CHARS)
    throw new AppError('invalid-request', 400, `A value may have ${PARAMETER_MAX_CHARS - 2} characters here.`)
  return text
}

const typed = (type: string, text: string | undefined): unknown => {
  if (text === undefined) return null
  if (type === 'boolean') return text === 'true'
  return /^(?:tinyint|smallint|integer|bigint|float|real|double|decimal)/.test(type) ? Number(text) : text
}
