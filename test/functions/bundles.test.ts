import { readdirSync } from 'node:fs'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = new URL('../../functions/', import.meta.url).pathname

/** SDK clients that each function calls: another one in its bundle is weight at every cold start. */
const CLIENTS: Record<string, string[]> = {
  'http/accounts': ['cognito-identity-provider', 'dynamodb', 'secrets-manager'],
  'http/activity': ['dynamodb', 'kinesis', 's3', 'secrets-manager'],
  'http/analytics': ['dynamodb', 's3', 'secrets-manager'],
  'http/annotations': ['cognito-identity-provider', 'dynamodb', 'secrets-manager'],
  'http/assets': ['dynamodb', 's3', 'secrets-manager'],
  'http/conversations': ['apigatewaymanagementapi', 'dynamodb', 'secrets-manager'],
  'http/docs': ['dynamodb', 'secrets-manager'],
  'http/get-session': ['dynamodb', 'secrets-manager'],
  'http/health': ['dynamodb', 'kinesis', 's3', 'secrets-manager'],
  'http/issue-socket-ticket': ['dynamodb', 'secrets-manager'],
  'http/issue-user-token': ['dynamodb', 'secrets-manager'],
  'http/list-latest-events': ['dynamodb', 's3', 'secrets-manager'],
  'http/list-session-events': ['dynamodb', 's3', 'secrets-manager'],
  'http/list-sessions': ['dynamodb', 'secrets-manager'],
  'http/login': ['cognito-identity-provider', 'dynamodb', 'secrets-manager'],
  'http/no-route': ['dynamodb', 'secrets-manager'],
  'http/page-sessions': ['dynamodb', 'kinesis', 's3', 'secrets-manager'],
  'http/quarantine': ['cognito-identity-provider', 'dynamodb', 'kinesis', 's3', 'secrets-manager'],
  'http/recordings': ['cognito-identity-provider', 'dynamodb', 'kinesis', 'lambda', 's3', 'secrets-manager'],
  'http/replay': ['cognito-identity-provider', 'dynamodb', 's3', 'secrets-manager'],
  'http/screenshots': ['dynamodb', 's3', 'secrets-manager'],
  'http/shared': ['dynamodb', 's3', 'secrets-manager'],
  'http/track': ['dynamodb', 'kinesis', 's3', 'secrets-manager'],
  'http/track-screenshot': ['dynamodb', 'kinesis', 's3', 'secrets-manager'],
  'http/user-logins': ['dynamodb', 'kinesis', 's3', 'secrets-manager'],
  'http/users': ['dynamodb', 'secrets-manager'],
  'schedule/compact-lake': ['s3'],
  'schedule/erase': ['dynamodb', 's3', 'secrets-manager'],
  'schedule/expire': ['dynamodb', 's3'],
  'schedule/fetch-assets': ['dynamodb', 's3'],
  'schedule/finish-sessions': ['dynamodb', 's3'],
  'schedule/sweep-presence': ['dynamodb', 'lambda'],
  'socket/connect': ['dynamodb', 'lambda', 'secrets-manager'],
  'socket/disconnect': ['dynamodb'],
  'socket/receive-frame': ['apigatewaymanagementapi', 'dynamodb', 'lambda'],
  'stream/archive-events': ['dynamodb', 's3', 'secrets-manager'],
  'stream/push-live': ['apigatewaymanagementapi', 'dynamodb', 's3'],
  'stream/roll-up-sessions': ['dynamodb', 's3', 'secrets-manager'],
  'stream/store-session': ['dynamodb', 's3', 'secrets-manager'],
  'task/import-recording': ['cognito-identity-provider', 'dynamodb', 'kinesis', 's3'],
  'task/push-presence': ['apigatewaymanagementapi', 'dynamodb'],
  'trigger/admit-member': ['dynamodb'],
}

/**
 * Bytes of a minified bundle. `import { z }` instead of `import * as z` alone would add 370,000. The largest is the
 * ingest, with DynamoDB for its keys, Kinesis for its batches and S3 for those that are too large.
 */
const BUNDLE_MAX_BYTES = 770_000

/** Where a package that others do without is worth its bytes. */
const LARGER: Record<string, number> = {
  // DuckDB's own API and all questions, beside the gate and what every route carries.
  'http/analytics': 1_060_000,
  // DuckDB's own API adds 200,000 to what S3 takes; that is why its functions are functions of their own.
  'schedule/compact-lake': 800_000,
  // The erasure goes through every store, the lake among them; nobody waits for its cold start.
  'schedule/erase': 920_000,
  // Everything that a record goes through on its way back, and who is named in the audit log; seldom asked.
  'http/quarantine': 820_000,
  // Cognito says who is named in the audit log, and the rest of it is the finisher's own work.
  'http/replay': 820_000,
  // All that a screenshot needs for its form, the stream, and who is named in the audit log; seldom asked.
  // Beside that the client by which it begins the import of an upload, 58,000.
  'http/recordings': 970_000,
  // The import itself, with the form's schemas of S3, which its store brings; nobody waits for its start.
  'task/import-recording': 810_000,
  // It merges what is not merged yet, as whoever watches does, and finds links by their tokens.
  'http/shared': 790_000,
  // Signing the form of an upload brings all schemas of S3 with it, 77,000; events are taken by another function.
  'http/track-screenshot': 845_000,
  // What the ingest carries, and beside it profiles and presence, which a login changes at once.
  'http/activity': 790_000,
  'http/user-logins': 790_000,
}

const functions = ['http', 'schedule', 'socket', 'stream', 'task', 'trigger'].flatMap((room) =>
  readdirSync(`${root}${room}`)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${room}/${file.replace(/\.ts$/, '')}`),
)

test('every function is known here', () => {
  expect(functions.toSorted()).toEqual(Object.keys(CLIENTS))
})

test.each(functions)('%s carries the SDK clients that it calls, and no other', async (name) => {
  const { metafile } = await build({
    entryPoints: [`${root}${name}.ts`],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['@duckdb/node-bindings-*'],
  })
  const [output] = Object.values(metafile.outputs)
  const clients = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /@aws-sdk\/client-([a-z0-9-]+)\//.exec(path)?.[1] ?? [])
    .filter((client) => !['sts', 'sso', 'sso-oidc', 'signin', 'cognito-identity'].includes(client))
  expect([...new Set(clients)].toSorted()).toEqual(CLIENTS[name])
  expect(output?.bytes).toBeLessThan(LARGER[name] ?? BUNDLE_MAX_BYTES)
})
