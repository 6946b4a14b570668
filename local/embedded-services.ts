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
import { createManagementApi } from './gateway/management-api.ts'
import type { SocketApi } from './gateway/socket-api.ts'
import { type LogFiles, openLogFiles } from './log-files.ts'
import { startCognito } from './services/cognito/server.ts'
import { startDynamoDb } from './services/dynamodb/server.ts'
import { startKinesis } from './services/kinesis/server.ts'
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
}

/** The services check that requests are signed, not that anybody keeps a secret: they listen on loopback only. */
const credentials = { accessKeyId: 'playhead-local', secretAccessKey: 'playhead-local' }

/** How often lifecycle rules are applied. */
const LIFECYCLE_SWEEP_MS = 60 * 60_000

export const startServices = async (options: ServicesOptions): Promise<Services> => {
  const { directory, region, stops, logs } = options
  // Beside the logs, not in them: mail names people and carries codes.
  const mail = openLogFiles(join(directory, 'mail'))
  stops.add(() => mail.stop())

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
  const dynamodb = await started('dynamodb', (folder) => startDynamoDb({ directory: folder }))
  const kinesis = await started('kinesis', (folder) =>
    startKinesis({
      directory: folder,
      region,
      accountId: options.accountId,
      // The real limits unless a benchmark asks what lies behind them.
      throughput: process.env['PLAYHEAD_KINESIS_THROUGHPUT'] === 'unlimited' ? 'unlimited' : 'real',
    }),
  )
  const s3 = await started('s3', (folder) => startS3({ directory: folder, credentials }))
  const secrets = await started('secrets-manager', (folder) =>
    startSecretsManager({ directory: folder, region }),
  )
  const cognito = await started('cognito', (folder) =>
    startCognito({
      directory: folder,
      region,
      // There is no mail on a laptop: what Cognito would send can be read here.
      onMessage: ({ to, kind, code }) => mail.write('outbox', `${kind} for ${to}: ${code}\n`),
    }),
  )
  const management = await createManagementApi({ apis: options.sockets })
  stops.add(() => management.stop())

  const sweep = setInterval(() => {
    s3.sweep().catch((error: unknown) => logs.write('runner', `lifecycle: ${error}\n`))
  }, LIFECYCLE_SWEEP_MS)
  stops.add(() => clearInterval(sweep))

  const client = { region, credentials }
  return {
    dynamodb: new DynamoDBClient({ ...client, endpoint: dynamodb.url }),
    kinesis: new KinesisClient({ ...client, endpoint: kinesis.url, requestHandler: new NodeHttpHandler() }),
    s3: new S3Client({ ...client, endpoint: s3.url, forcePathStyle: true }),
    cognito: new CognitoIdentityProviderClient({ ...client, endpoint: cognito.url }),
    secrets: new SecretsManagerClient({ ...client, endpoint: secrets.url }),
    onAppend: kinesis.onAppend,
    openObject: (bucket, key, range) => openStoredObject(s3, bucket, key, range),
    jwks: async (userPoolId) => cognito.jwks(userPoolId) as JSONWebKeySet,
    environment: {
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      AWS_ENDPOINT_URL_KINESIS: kinesis.url,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: management.url,
    },
  }
}
