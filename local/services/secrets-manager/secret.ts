// One secret and its versions: which version is current, which was before it.
import { randomInt } from 'node:crypto'
import { ServiceError } from '../json-service.ts'

const UNAMBIGUOUS_SUFFIX_LENGTH = 6 // as in AWS, so that a deleted and re-created secret has another ARN
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export type SecretValue = { string?: string | undefined; binary?: string | undefined }
export type SecretVersion = { id: string; value: SecretValue; stages: string[]; createdAt: number }
export type Secret = {
  name: string
  arn: string
  description?: string | undefined
  kmsKeyId?: string | undefined
  tags: { Key: string; Value: string }[]
  versions: SecretVersion[]
  createdAt: number
  changedAt: number
  deletedAt?: number | undefined
}

export const secretArn = (region: string, account: string, name: string): string => {
  const suffix = Array.from(
    { length: UNAMBIGUOUS_SUFFIX_LENGTH },
    () => LETTERS[randomInt(LETTERS.length)],
  ).join('')
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`
}

const same = (a: SecretValue, b: SecretValue) => a.string === b.string && a.binary === b.binary

/** A retried call with the same token changes nothing; the same token with another value is refused. */
export const withVersion = (
  secret: Secret,
  added: { id: string; value: SecretValue; stages?: string[] | undefined; now: number },
): Secret => {
  const known = secret.versions.find(({ id }) => id === added.id)
  if (known) {
    if (same(known.value, added.value)) return secret
    throw new ServiceError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${added.id} because that value is already in use for a version of secret ${secret.arn}.`,
    )
  }
  const stages = added.stages?.length ? added.stages : ['AWSCURRENT']
  const becomesCurrent = stages.includes('AWSCURRENT')
  const taken = new Set(becomesCurrent ? [...stages, 'AWSPREVIOUS'] : stages)
  const versions = secret.versions
    .map((version) => {
      const kept = version.stages.filter((stage) => !taken.has(stage))
      const wasCurrent = becomesCurrent && version.stages.includes('AWSCURRENT')
      return { ...version, stages: wasCurrent ? [...kept, 'AWSPREVIOUS'] : kept }
    })
    .filter((version) => version.stages.length > 0)
  const version = { id: added.id, value: added.value, stages, createdAt: added.now }
  return { ...secret, versions: [...versions, version], changedAt: added.now }
}

export const findVersion = (
  secret: Secret,
  id: string | undefined,
  stage: string | undefined,
): SecretVersion => {
  const wanted = stage ?? (id ? undefined : 'AWSCURRENT')
  const version = secret.versions.find(
    (candidate) => (!id || candidate.id === id) && (!wanted || candidate.stages.includes(wanted)),
  )
  if (version) return version
  throw new ServiceError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${id ? `VersionId: ${id}` : `staging label: ${wanted}`}`,
  )
}
