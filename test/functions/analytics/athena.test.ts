import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { daysOf } from '../../../core/analytics/engine.ts'
import type { CommonParams, Statement } from '../../../core/analytics/question.ts'
import { questions } from '../../../core/analytics/questions.ts'
import { resolveRange } from '../../../core/analytics/range.ts'
import { sql, written } from '../../../core/analytics/sql.ts'
import { lakeTables } from '../../../core/lake/columns.ts'
import { athenaClient } from '../../../functions/stores/athena-client.ts'
import { athenaEngine, athenaStatement } from '../../../functions/stores/athena-engine.ts'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY, PROJECT } from './generate.ts'
import { once } from './oracle.ts'

type Sent = { target: string; authorization: string; body: Record<string, unknown> }
type Reply = { status?: number; body: object }

let sent: Sent[]
let replies: Record<string, Reply[]>
let waits: number[]
let clock: number

/** Answers as Athena does, in JSON 1.1, what a test has laid ready for each action; the last of them again and again. */
const service = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const target = String(request.headers['x-amz-target'])
  sent.push({
    target,
    authorization: String(request.headers.authorization),
    body: JSON.parse(Buffer.concat(chunks).toString()),
  })
  const ready = replies[target.replace('AmazonAthena.', '')] ?? []
  const reply = ready.length > 1 ? ready.shift() : ready[0]
  response.writeHead(reply?.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(JSON.stringify(reply?.body ?? {}))
})

beforeAll(() => new Promise<void>((resolve) => void service.listen(0, '127.0.0.1', resolve)))
afterAll(() => void service.close())

const succeeded = {
  body: { QueryExecution: { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: 4_096 } } },
}
const running = { body: { QueryExecution: { Status: { State: 'RUNNING' } } } }
const columns = [
  { Name: 'name', Type: 'varchar' },
  { Name: 'count', Type: 'bigint' },
  { Name: 'share', Type: 'double' },
  { Name: 'bot', Type: 'boolean' },
]
const row = (...values: (string | undefined)[]) => ({
  Data: values.map((VarCharValue) => (VarCharValue === undefined ? {} : { VarCharValue })),
})
const page = (rows: object[], NextToken?: string) => ({
  body: {
    ResultSet: { Rows: rows, ResultSetMetadata: { ColumnInfo: columns } },
    ...(NextToken && { NextToken }),
  },
})

beforeEach(() => {
  sent = []
  waits = []
  clock = END
  replies = {
    StartQueryExecution: [{ body: { QueryExecutionId: 'query-1' } }],
    GetQueryExecution: [succeeded],
    GetQueryResults: [page([row('name', 'count', 'share', 'bot')])],
  }
})

const engine = () => {
  const wait = async (ms: number) => {
    waits.push(ms)
    clock += ms
  }
  const { port } = service.address() as AddressInfo
  const client = athenaClient({
    region: 'eu-north-1',
    credentials: async () => ({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    }),
    endpoint: `http://127.0.0.1:${port}`,
    wait,
    random: () => 0.5,
  })
  const reader = { objectsOf: async () => ({ days: [], stamp: 'stamp' }) }
  return athenaEngine({
    client,
    reader,
    database: 'playhead_test',
    workGroup: 'playhead',
    wait,
    now: () => clock,
  })
}

const DAYS = { projectId: PROJECT, firstDay: '2026-10-22', lastDay: '2026-10-24', keptDay: '2026-08-01' }
const ask = (
  statement: Statement = { select: sql`SELECT name FROM events WHERE name = ${"o'clock"} AND ts > ${5}` },
) => engine().ask(DAYS, statement)
const actions = () => sent.map(({ target }) => target)

test('a query is started with its parameters apart, in the order of their marks', async () => {
  await ask()
  const [{ body, authorization }] = sent as [Sent]
  expect(body).toMatchObject({ QueryExecutionContext: { Database: 'playhead_test' }, WorkGroup: 'playhead' })
  const parameters = body['ExecutionParameters'] as string[]
  expect(parameters).toHaveLength(
    String(body['QueryString']).split('?').length - 1 - questionMarksInText(body),
  )
  expect(parameters.slice(0, 3)).toEqual([`'${PROJECT}'`, "'2026-10-22'", "'2026-10-24'"])
  expect(parameters.slice(-2)).toEqual(["'o''clock'", '5'])
  expect(String(body['QueryString'])).not.toContain(PROJECT)
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-north-1\/athena\/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
  )
})

const questionMarksInText = (body: Record<string, unknown>): number =>
  [...String(body['QueryString']).matchAll(/'[^']*'/g)].flatMap(([text]) => text.match(/\?/g) ?? []).length

test('it is looked at until it has succeeded, and says what it scanned', async () => {
  replies['GetQueryExecution'] = [running, running, succeeded]
  expect((await ask()).bytesRead).toBe(4_096)
  expect(actions()).toEqual([
    'AmazonAthena.StartQueryExecution',
    ...Array(3).fill('AmazonAthena.GetQueryExecution'),
    'AmazonAthena.GetQueryResults',
  ])
  expect(waits).toEqual([250, 250])
})

test('rows come page by page, with the types of their columns and without their names', async () => {
  replies['GetQueryResults'] = [
    page([row('name', 'count', 'share', 'bot'), row('click', '3', '0.5', 'true')], 'next-1'),
    page([row('name', '4', undefined, 'false')], 'next-2'),
    page([row(undefined, '0', '1E-3', undefined)]),
  ]
  expect((await ask()).rows).toEqual([
    { name: 'click', count: 3, share: 0.5, bot: true },
    // A name that is called as its column is.
    { name: 'name', count: 4, share: null, bot: false },
    { name: null, count: 0, share: 0.001, bot: null },
  ])
  expect(
    sent.filter(({ target }) => target.endsWith('Results')).map(({ body }) => body['NextToken']),
  ).toEqual([undefined, 'next-1', 'next-2'])
})

test('a busy Athena is asked again, and not for ever', async () => {
  const busy = {
    status: 400,
    body: { __type: 'com.amazonaws.athena#TooManyRequestsException', message: 'slow' },
  }
  replies['StartQueryExecution'] = [busy, busy, { body: { QueryExecutionId: 'query-1' } }]
  await ask()
  expect(waits).toEqual([75, 150])
  replies['StartQueryExecution'] = [busy]
  await expect(ask()).rejects.toMatchObject({ name: 'TooManyRequestsException' })
})

test('a query that fails is a fault, and one that takes too long is stopped', async () => {
  replies['GetQueryExecution'] = [
    { body: { QueryExecution: { Status: { State: 'FAILED', StateChangeReason: 'SYNTAX' } } } },
  ]
  await expect(ask()).rejects.toThrow('Athena ended a query: FAILED SYNTAX')
  replies['GetQueryExecution'] = [running]
  await expect(ask()).rejects.toMatchObject({ code: 'question-too-large', status: 503 })
  expect(actions().at(-1)).toBe('AmazonAthena.StopQueryExecution')
})

test('a value that is too long for a parameter is refused', async () => {
  await expect(ask({ select: sql`SELECT ${'x'.repeat(1_100)}` })).rejects.toMatchObject({ status: 400 })
  expect(sent).toEqual([])
})

const STEPS = [{ page: '/*' }, { event: 'click', filter: { dimension: 'country', op: 'isSet' } }]
const ASKED: Record<string, object> = {
  breakdown: { dimension: 'props.cart.items' },
  funnel: { steps: STEPS, order: 'strict', dimension: 'page' },
  conversion: { goals: STEPS, dimension: 'page' },
  behind: { of: { funnel: { steps: STEPS }, step: 2, outcome: 'dropped' } },
  experiments: { goal: STEPS[1] },
}
const FILTER = {
  or: [
    { dimension: 'page', op: 'matches', value: '^/(cart|docs)' },
    { dimension: 'props.total', op: 'greater', value: 20 },
    { dimension: 'country', op: 'is', value: 'NO' },
  ],
}

/** What only Athena has, in DuckDB's words: so a statement for Athena is run whole, and only these few are not proved. */
const inDuckDb = (text: string): string =>
  text
    .replaceAll('regexp_like(', 'regexp_matches(')
    .replaceAll('json_extract_scalar(', 'json_extract_string(')
    .replaceAll('json_format(json_extract(', '(json_extract_string(')
    .replace(/'\$(?:\["[^"]+"\])+'/g, (path) => path.replaceAll('["', '."').replaceAll('"]', '"'))

let at: AnalyticsLake

test('every question asks Athena for the rows that DuckDB gives', async () => {
  at = await startAnalyticsLake({ seed: 5, sessions: 90, more: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run('SET integer_division = true')
    await connection.run('CREATE SCHEMA playhead_test')
    const { columns } = lakeTables.events
    const table = columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')
    await connection.run(`CREATE TABLE playhead_test.events (${table}, project VARCHAR, "date" VARCHAR)`)
    const rows = once(at.generated.rows).map((event) => {
      const valueIn = (from: string): unknown =>
        from
          .split('.')
          .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event)
      const values = columns.map(({ name, from, json }) => {
        const value = valueIn(from)
        return [name, json ? JSON.stringify(value) : (value ?? null)]
      })
      return {
        ...Object.fromEntries(values),
        project: PROJECT,
        date: new Date(event.ts).toISOString().slice(0, 10),
      }
    })
    const appended = columns.map(({ name, type }) => `CAST(r->>'$.${name}' AS ${type})`).join(', ')
    await connection.run(
      `INSERT INTO playhead_test.events SELECT ${appended}, r->>'$.project', r->>'$.date' FROM (SELECT unnest(CAST($1 AS JSON[])) AS r)`,
      [JSON.stringify(rows)],
    )
    for (const question of questions) {
      const params = question.params.parse({
        from: FIRST_DAY,
        to: END,
        filter: FILTER,
        ...ASKED[question.name],
      }) as CommonParams
      const range = resolveRange(params, { now: END, timeZone: 'Europe/Berlin', keepDays: 90 })
      const asking = { params, range }
      const days = daysOf(PROJECT, range)
      const { text, values } = written(
        athenaStatement('playhead_test', days, question.statement(asking)),
        'athena',
      )
      const literals = values.map((value) =>
        typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value),
      )
      const whole = text.replace(/'[^']*'|\?/g, (part) => (part === '?' ? String(literals.shift()) : part))
      const found = (await connection.runAndReadAll(inDuckDb(whole)))
        .getRowObjectsJS()
        .map((one) =>
          Object.fromEntries(
            Object.entries(one).map(([name, value]) => [
              name,
              typeof value === 'bigint' ? Number(value) : value,
            ]),
          ),
        )
      const { rows: expected } = await at.engine.ask(days, question.statement(asking))
      const sorted = (all: object[]) => all.map((one) => JSON.stringify(one)).toSorted()
      expect(sorted(found), question.name).toEqual(sorted(expected))
      expect(expected.length, question.name).toBeGreaterThan(0)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
    await at.stop()
  }
}, 120_000)
