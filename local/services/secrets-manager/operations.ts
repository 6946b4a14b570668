// The Secrets Manager operations that the system and its runner call.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../json-service.ts'
import { randomPassword } from './random-password.ts'
import { findVersion, type Secret, type SecretValue, secretArn, withVersion } from './secret.ts'
import type { SecretFiles } from './secret-files.ts'

const DAY_MS = 86_400_000
const VALUE_MAX_BYTES = 65_536 // the quota of AWS

const text = z.string().max(VALUE_MAX_BYTES).optional()
const value = { SecretString: text, SecretBinary: text, ClientRequestToken: z.string().optional() }
const named = { SecretId: z.string().min(1) }
const tags = z.array(z.object({ Key: z.string(), Value: z.string() })).default([])

const givenValue = (input: {
  SecretString?: string | undefined
  SecretBinary?: string | undefined
}): SecretValue => {
  if ((input.SecretString === undefined) === (input.SecretBinary === undefined)) {
    throw new ServiceError(
      'InvalidParameterException',
      'You must provide either SecretString or SecretBinary.',
    )
  }
  return { string: input.SecretString, binary: input.SecretBinary }
}

const seconds = (at: number | undefined) => (at === undefined ? undefined : at / 1000)

const describe = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  KmsKeyId: secret.kmsKeyId,
  Tags: secret.tags,
  CreatedDate: seconds(secret.createdAt),
  LastChangedDate: seconds(secret.changedAt),
  DeletedDate: seconds(secret.deletedAt),
})
const stages = (secret: Secret) => Object.fromEntries(secret.versions.map(({ id, stages }) => [id, stages]))

export type Options = { files: SecretFiles; region: string; account: string; now: () => number }

export const secretOperations = ({ files, region, account, now }: Options): Operations => {
  const found = (id: string): Secret => {
    const secret = files.find(id)
    if (secret && !(secret.deletedAt && secret.deletedAt <= now())) return secret
    throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  }
  const usable = (id: string): Secret => {
    const secret = found(id)
    if (!secret.deletedAt) return secret
    throw new ServiceError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    )
  }

  return {
    CreateSecret: operation(
      z.object({
        ...value,
        Name: z.string().regex(/^[\w/+=.@-]{1,512}$/),
        Description: z.string().optional(),
        KmsKeyId: z.string().optional(),
        Tags: tags,
      }),
      async (input) => {
        const known = files.find(input.Name)
        if (known && !(known.deletedAt && known.deletedAt <= now())) {
          if (known.deletedAt) usable(input.Name)
          const retried = known.versions.find(({ id }) => id === input.ClientRequestToken)
          if (retried?.value.string === input.SecretString && retried) {
            return { ARN: known.arn, Name: known.name, VersionId: retried.id }
          }
          throw new ServiceError(
            'ResourceExistsException',
            `The operation failed because the secret ${input.Name} already exists.`,
          )
        }
        const empty: Secret = {
          name: input.Name,
          arn: secretArn(region, account, input.Name),
          description: input.Description,
          kmsKeyId: input.KmsKeyId,
          tags: input.Tags,
          versions: [],
          createdAt: now(),
          changedAt: now(),
        }
        if (input.SecretString === undefined && input.SecretBinary === undefined) {
          await files.save(empty)
          return { ARN: empty.arn, Name: empty.name }
        }
        const id = input.ClientRequestToken ?? randomUUID()
        const secret = withVersion(empty, { id, value: givenValue(input), now: now() })
        await files.save(secret)
        return { ARN: secret.arn, Name: secret.name, VersionId: id }
      },
    ),

    GetSecretValue: operation(
      z.object({ ...named, VersionId: z.string().optional(), VersionStage: z.string().optional() }),
      (input) => {
        const secret = usable(input.SecretId)
        const version = findVersion(secret, input.VersionId, input.VersionStage)
        return {
          ARN: secret.arn,
          Name: secret.name,
          VersionId: version.id,
          SecretString: version.value.string,
          SecretBinary: version.value.binary,
          VersionStages: version.stages,
          CreatedDate: seconds(version.createdAt),
        }
      },
    ),

    PutSecretValue: operation(
      z.object({ ...named, ...value, VersionStages: z.array(z.string()).optional() }),
      async (input) => {
        const id = input.ClientRequestToken ?? randomUUID()
        const secret = withVersion(usable(input.SecretId), {
          id,
          value: givenValue(input),
          stages: input.VersionStages,
          now: now(),
        })
        await files.save(secret)
        const version = secret.versions.find((candidate) => candidate.id === id)
        return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: version?.stages }
      },
    ),

    DescribeSecret: operation(z.object(named), (input) => {
      const secret = found(input.SecretId)
      return { ...describe(secret), VersionIdsToStages: stages(secret) }
    }),

    DeleteSecret: operation(
      z.object({
        ...named,
        RecoveryWindowInDays: z.number().int().min(7).max(30).default(30),
        ForceDeleteWithoutRecovery: z.boolean().default(false),
      }),
      async (input) => {
        const secret = found(input.SecretId)
        const deletedAt = input.ForceDeleteWithoutRecovery
          ? now()
          : now() + input.RecoveryWindowInDays * DAY_MS
        await (input.ForceDeleteWithoutRecovery ? files.remove(secret) : files.save({ ...secret, deletedAt }))
        return { ARN: secret.arn, Name: secret.name, DeletionDate: seconds(deletedAt) }
      },
    ),

    RestoreSecret: operation(z.object(named), async (input) => {
      const secret = { ...found(input.SecretId), deletedAt: undefined }
      await files.save(secret)
      return { ARN: secret.arn, Name: secret.name }
    }),

    ListSecrets: operation(
      z.object({
        MaxResults: z.number().int().min(1).max(100).default(100),
        NextToken: z.string().optional(),
        IncludePlannedDeletion: z.boolean().default(false),
        Filters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()) })).default([]),
      }),
      (input) => {
        const other = input.Filters.find(({ Key }) => Key !== 'name')
        if (other)
          throw new ServiceError('InvalidParameterException', `The filter ${other.Key} is not offered here.`)
        const matching = files
          .all()
          .filter(({ deletedAt }) => !deletedAt || (input.IncludePlannedDeletion && deletedAt > now()))
          .filter(({ name }) =>
            input.Filters.every(({ Values }) => Values.some((start) => name.startsWith(start))),
          )
          .filter(({ name }) => !input.NextToken || name > input.NextToken)
        const page = matching.slice(0, input.MaxResults)
        return {
          SecretList: page.map((secret) => ({ ...describe(secret), SecretVersionsToStages: stages(secret) })),
          NextToken: matching.length > page.length ? page.at(-1)?.name : undefined,
        }
      },
    ),

    GetRandomPassword: randomPassword,
  }
}
