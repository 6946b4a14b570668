// A stage for the tests: embedded services on free ports, and the environment that every function would have.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateStreamCommand, DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { vi } from 'vitest'
import { startDynamoDb } from '../../local/services/dynamodb/server.ts'
import { startKinesis } from '../../local/services/kinesis/server.ts'
import { startLambda } from '../../local/services/lambda/server.ts'
import { startS3 } from '../../local/services/s3/server.ts'
import { startSecretsManager } from '../../local/services/secrets-manager/server.ts'
import { EDGE_SECRET } from './invocations.ts'
import { POOL, startMemberPool } from './member-pool.ts'
import { startSocketApi } from './socket-api.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test-secret' }

const NAMES = {
  SESSIONS_TABLE: 'sessions',
  PEOPLE_TABLE: 'people',
  PRESENCE_TABLE: 'presence',
  CONFIGURATION_TABLE: 'configuration',
  REQUESTS_TABLE: 'requests',
  EVENT_STREAM: 'events',
  SESSION_BUCKET: 'test-sessions',
  LAKE_BUCKET: 'test-lake',
  QUARANTINE_BUCKET: 'test-quarantine',
  EVENT_RETENTION_DAYS: '90',
  REPLAY_RETENTION_DAYS: '30',
  DUCKDB_MEMORY_MIB: '256',
  LAKE_CACHE_MIB: '64',
  STREAM_RETENTION_HOURS: '24',
  ASSET_LOOPBACK: 'yes',
  SECRET_ID: 'own-secret',
  EDGE_SECRET_ID: 'edge-secret',
  USER_POOL_ID: POOL.userPoolId,
  USER_POOL_CLIENT_ID: POOL.clientId,
  CORS_ORIGINS: '["https://dashboard.example"]',
  // So high that only a test of the limits reaches them.
  LIMITS: JSON.stringify({
    api: { limit: 1_000_000 },
    ip: { limit: 1_000_000 },
    'ip-ingest': { limit: 1_000_000 },
    auth: { limit: 1_000_000 },
    ingest: { perSecond: 100_000, burst: 1_000_000 },
  }),
  SOCKET_ENDPOINT: 'https://sockets.invalid/prod',
  PUSH_PRESENCE_FUNCTION: 'push-presence',
  SWEEP_PRESENCE_FUNCTION: 'sweep-presence',
  IMPORT_RECORDING_FUNCTION: 'import-recording',
}

type Begun = { name: string; payload: unknown }

export type Stage = Awaited<ReturnType<typeof startStage>>

/** Import handlers only after this: they read their environment when they are loaded. */
export const startStage = async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const directory = await mkdtemp(join(tmpdir(), 'playhead-functions-'))
  const at = (name: string) => ({ directory: join(directory, name) })
  const dynamodb = await startDynamoDb(at('dynamodb'))
  const kinesis = await startKinesis({ ...at('kinesis'), onDemandShards: 1 })
  const s3 = await startS3({ ...at('s3'), credentials })
  const secrets = await startSecretsManager(at('secrets'))
  const socketApi = await startSocketApi()
  const begun: Begun[] = []
  const lambda = await startLambda({
    knows: () => true,
    invoke: async (arn, payload) => void begun.push({ name: arn.split(':').at(-1) ?? '', payload }),
  })
  const memberPool = await startMemberPool()
  Object.assign(process.env, NAMES, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
    AWS_ENDPOINT_URL_KINESIS: kinesis.url,
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: socketApi.url,
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: memberPool.url,
  })
  await createTables()
  await createStream()
  await createBuckets()
  await createSecrets()
  const services = [memberPool, lambda, socketApi, secrets, s3, kinesis, dynamodb]
  return {
    names: NAMES,
    kinesis,
    socketApi,
    memberPool,
    /** Functions that others began and did not wait for, since it was last asked. */
    takeBegun: (): Begun[] => begun.splice(0),
    stop: async () => {
      for (const service of services) await service.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const pkSk = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
})

const SESSIONS: CreateTableCommandInput = {
  TableName: NAMES.SESSIONS_TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'sessionKey', AttributeType: 'S' },
    { AttributeName: 'projectId', AttributeType: 'S' },
    { AttributeName: 'startKey', AttributeType: 'S' },
    { AttributeName: 'openShard', AttributeType: 'S' },
    { AttributeName: 'dueAt', AttributeType: 'N' },
    { AttributeName: 'userKey', AttributeType: 'S' },
    { AttributeName: 'visitorKey', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'sessionKey', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'newest-first',
      KeySchema: [
        { AttributeName: 'projectId', KeyType: 'HASH' },
        { AttributeName: 'startKey', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'idle',
      KeySchema: [
        { AttributeName: 'openShard', KeyType: 'HASH' },
        { AttributeName: 'dueAt', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    ...['user', 'visitor'].map((kind) => ({
      IndexName: `by-${kind}`,
      KeySchema: [
        { AttributeName: `${kind}Key`, KeyType: 'HASH' as const },
        { AttributeName: 'startKey', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    })),
  ],
}

const createTables = async () => {
  const client = new DynamoDBClient()
  const others = [
    NAMES.PEOPLE_TABLE,
    NAMES.PRESENCE_TABLE,
    NAMES.CONFIGURATION_TABLE,
    NAMES.REQUESTS_TABLE,
  ].map(pkSk)
  for (const table of [SESSIONS, ...others]) await client.send(new CreateTableCommand(table))
}

const createSecrets = async () => {
  const client = new SecretsManagerClient()
  const secrets = {
    [NAMES.SECRET_ID]: 'a secret of forty characters, or nearly.',
    [NAMES.EDGE_SECRET_ID]: EDGE_SECRET,
  }
  for (const [Name, SecretString] of Object.entries(secrets)) {
    await client.send(new CreateSecretCommand({ Name, SecretString }))
  }
}

const createStream = async () => {
  const { kinesis: client } = await import('../../functions/runtime/clients/kinesis.ts')
  await client.send(
    new CreateStreamCommand({
      StreamName: NAMES.EVENT_STREAM,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    }),
  )
  const isActive = async () => {
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: NAMES.EVENT_STREAM }),
    )
    return StreamDescriptionSummary?.StreamStatus === 'ACTIVE'
  }
  while (!(await isActive())) await new Promise((resolve) => setTimeout(resolve, 20))
}

const createBuckets = async () => {
  const client = new S3Client()
  for (const Bucket of [NAMES.SESSION_BUCKET, NAMES.LAKE_BUCKET, NAMES.QUARANTINE_BUCKET]) {
    await client.send(new CreateBucketCommand({ Bucket }))
  }
}
