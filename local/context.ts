// What the providers of resources share while an assembly is brought up.

import type { Readable } from 'node:stream'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { JSONWebKeySet } from 'jose'
import type { Origin } from './edge/origin.ts'
import type { ShardSource } from './events/shard-cursor.ts'
import type { Invoke, Reserve } from './lambda/invoke.ts'
import type { PhysicalNames } from './physical-names.ts'

export type StoredObject = {
  body: Readable
  size: number
  etag: string
  lastModified: Date
  contentType?: string
  contentEncoding?: string
  cacheControl?: string
  metadata?: Record<string, string>
}

/** The embedded services, by what the runner needs of each beside its wire. */
export type Services = {
  dynamodb: DynamoDBClient
  kinesis: KinesisClient
  s3: S3Client
  cognito: CognitoIdentityProviderClient
  secrets: SecretsManagerClient
  /** What event source mappings read: in this process, or where the user's own stream lives. */
  shards: ShardSource
  openObject(
    bucket: string,
    key: string,
    range?: { start: number; end: number },
  ): Promise<StoredObject | undefined>
  jwks(userPoolId: string): Promise<JSONWebKeySet>
  /** The `AWS_…` variables by which an SDK client finds all of them. */
  environment: Record<string, string>
}

export type FunctionHandle = { invoke: Invoke; reserve: Reserve; recycle(): Promise<void> }

export type Context = {
  stackName: string
  region: string
  accountId: string
  partition: string
  urlSuffix: string
  directory: string
  services: Services
  names: PhysicalNames
  assetPath(objectKey: string): string
  isMadeAtDeployment(objectKey: string): boolean
  /** Port that a distribution shall listen on; 0 for any that is free. */
  portOf(logicalId: string): number

  functions: Map<string, FunctionHandle>
  origins: Map<string, Origin>
  /** Layers of packages for Lambda's machine, by ARN: here a function finds this machine's own. */
  packageLayers: Set<string>
  /** Buckets that CloudFront may read, as their policies say. */
  bucketsForCloudFront: Set<string>

  /** Runs once every resource exists, in the order given. */
  afterAll(step: () => Promise<void> | void): void
  /** Runs when the assembly stops, the newest first. */
  onStop(step: () => Promise<void> | void): void
  /** Appends to the log file of that name. */
  log(name: string, text: string): void
}

export type ResourceDescription = { logicalId: string; type: string; properties: Record<string, unknown> }
export type Created = { ref: unknown; attributes?: Record<string, unknown> }
export type Provider = (resource: ResourceDescription, context: Context) => Created | Promise<Created>
