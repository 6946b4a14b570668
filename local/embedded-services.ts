// Starts the embedded services, and makes the clients by which the runner and the functions talk to them.
import { join } from 'node:path'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { JSONWebKeySet } from 'jose'
import type { Services } from './context.ts'
import { remoteShards } from './events/remote-shards.ts'
import { createManagementApi } from './gateway/management-api.ts'
import type { SocketApi } from './gateway/socket-api.ts'
import { type LogFiles, openLogFiles } from './log-files.ts'
import { startCognito } from './services/cognito/server.ts'
import { startDynamoDb } from './services/dynamodb/server.ts'
import { startKinesis } from './services/kinesis/server.ts'
import { startLambda } from './services/lambda/server.ts'
import { startS3 } from './services/s3/server.ts'
import { startSecretsManager } from './services/secrets-manager/server.ts'
import { StartError } from './start-error.ts'
import type { Stops } from './stops.ts'
import { openStoredObject } from './stored-object.ts'

export type ServicesOptions = {
  directory: string
  region: string
  accountId: string
  sockets: SocketApi[]
  stops: Stops
  logs: LogFiles
  /** Calls a function of the assembly by its ARN. */
  invoke: (arn: string, event: unknown) => Promise<unknown>
  /** Whether the assembly has such a function. */
  knows: (arn: string) => boolean
}

/** Our services check that requests are signed, not that anybody keeps a secret: they listen on loopback only. */
const credentials = { accessKeyId: 'playhead-local', secretAccessKey: 'playhead-local' }

/** How often lifecycle rules are applied. */
const LIFECYCLE_SWEEP_MS = 60 * 60_000

/** Where a service listens that the user runs instead of ours: the standard variable of the AWS SDKs says. */
const elsewhere = (service: string): string | undefined =>
  process.env[`AWS_ENDPOINT_URL_${service}`] || undefined

export const startServices = async (options: ServicesOptions): Promise<Services> => {
  const { directory, region, accountId, stops, logs, invoke, knows } = options
  /** A service that cannot read its folder says which; the others stop, nothing is overwritten. */
  const started = async <T extends { stop(): Promise<void> }>(
    name: string,
    start: (folder: string) => Promise<T>,
  ): Promise<T> => {
    const folder = join(directory, name)
    const service = await start(folder).catch((cause: Error) => {
      throw new StartError(
        `The ${name} data in ${folder} cannot be opened (${cause.message}). Put back a copy of that folder, or remove the whole data folder to begin anew.`,
        { cause },
      )
    })
    stops.add(() => service.stop())
    return service
  }

  const startOwnKinesis = async () => {
    // The real limits unless a benchmark asks what lies behind them.
    const throughput = process.env['PLAYHEAD_KINESIS_THROUGHPUT'] === 'unlimited' ? 'unlimited' : 'real'
    return started('kinesis', (folder) => startKinesis({ directory: folder, region, accountId, throughput }))
  }
  const startOwnS3 = async () => {
    const s3 = await started('s3', (folder) => startS3({ directory: folder, credentials }))
    const sweep = setInterval(() => {
      s3.sweep().catch((error: unknown) => logs.write('runner', `lifecycle: ${error}\n`))
    }, LIFECYCLE_SWEEP_MS)
    stops.add(() => clearInterval(sweep))
    return s3
  }
  const startOwnCognito = async () => {
    // Beside the logs, not in them: mail names people and carries codes. A laptop sends none; here it can be read.
    const mail = openLogFiles(join(directory, 'mail'))
    stops.add(() => mail.stop())
    const onMessage = ({ to, kind, code }: { to: string; kind: string; code: string }) =>
      mail.write('outbox', `${kind} for ${to}: ${code}\n`)
    return started('cognito', (folder) => startCognito({ directory: folder, region, onMessage, invoke }))
  }

  const dynamodb =
    elsewhere('DYNAMODB') ?? (await started('dynamodb', (folder) => startDynamoDb({ directory: folder }))).url
  const ownKinesis = elsewhere('KINESIS') ? undefined : await startOwnKinesis()
  const kinesis = ownKinesis?.url ?? elsewhere('KINESIS')
  const s3 = elsewhere('S3') ?? (await startOwnS3()).url
  const secrets =
    elsewhere('SECRETS_MANAGER') ??
    (await started('secrets-manager', (folder) => startSecretsManager({ directory: folder, region }))).url
  const cognito = elsewhere('COGNITO_IDENTITY_PROVIDER') ?? (await startOwnCognito()).url
  const management = await createManagementApi({ apis: options.sockets })
  stops.add(() => management.stop())
  const functions = await startLambda({
    region,
    accountId,
    invoke,
    knows,
    onGivenUp: (arn, error) => logs.write('runner', `${arn}: given up after all tries: ${error}\n`),
  })
  stops.add(() => functions.stop())

  const client = { region, credentials }
  // HTTP/1.1: the SDK's own choice for Kinesis is HTTP/2, which no stand-in speaks.
  const kinesisClient = new KinesisClient({
    ...client,
    endpoint: kinesis,
    requestHandler: new NodeHttpHandler(),
  })
  const s3Client = new S3Client({ ...client, endpoint: s3, forcePathStyle: true })
  return {
    dynamodb: new DynamoDBClient({ ...client, endpoint: dynamodb }),
    kinesis: kinesisClient,
    s3: s3Client,
    cognito: new CognitoIdentityProviderClient({ ...client, endpoint: cognito }),
    secrets: new SecretsManagerClient({ ...client, endpoint: secrets }),
    shards: ownKinesis
      ? { ...ownKinesis.shards, onAppend: ownKinesis.onAppend }
      : remoteShards(kinesisClient),
    openObject: (bucket, key, range) => openStoredObject(s3Client, bucket, key, range),
    jwks: async (userPoolId) =>
      (await (await fetch(`${cognito}/${userPoolId}/.well-known/jwks.json`)).json()) as JSONWebKeySet,
    environment: {
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      AWS_ENDPOINT_URL_KINESIS: kinesis ?? '',
      AWS_ENDPOINT_URL_S3: s3,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets,
      AWS_ENDPOINT_URL_LAMBDA: functions.url,
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: management.url,
    },
  }
}
