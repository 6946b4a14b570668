// The contract of Secrets Manager, spoken with the real SDK; REMOTE=1 runs it against AWS.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSecretsManager } from '../../../local/services/secrets-manager/server.ts'
import type { Service } from '../../../local/services/service.ts'

const remote = process.env['REMOTE'] === '1'
const local = test.skipIf(remote)
const run = `playhead-contract-${Date.now()}`

let directory: string
let service: Service | undefined
let client: SecretsManagerClient

const connect = (endpoint: string) =>
  new SecretsManagerClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-'))
  if (remote) client = new SecretsManagerClient({})
  else {
    service = await startSecretsManager({ directory, region: 'eu-central-1' })
    client = connect(service.url)
  }
})
afterAll(async () => {
  const { SecretList = [] } = await client.send(
    new ListSecretsCommand({ Filters: [{ Key: 'name', Values: [run] }] }),
  )
  for (const { ARN } of SecretList) {
    await client.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }))
  }
  await service?.stop()
  await rm(directory, { recursive: true, force: true })
})

test('a secret is read back by its name and by its ARN', async () => {
  const created = await client.send(new CreateSecretCommand({ Name: `${run}/read`, SecretString: 'hidden' }))
  expect(created.ARN).toMatch(/^arn:aws:secretsmanager:[\w-]+:\d{12}:secret:playhead-contract-.*-\w{6}$/)
  for (const SecretId of [created.Name, created.ARN, created.ARN?.slice(0, -7)]) {
    const { SecretString, VersionId, VersionStages } = await client.send(
      new GetSecretValueCommand({ SecretId }),
    )
    expect(SecretString).toBe('hidden')
    expect(VersionId).toBe(created.VersionId)
    expect(VersionStages).toEqual(['AWSCURRENT'])
  }
})

test('a secret may be bytes', async () => {
  const SecretBinary = new Uint8Array([0, 255, 7])
  await client.send(new CreateSecretCommand({ Name: `${run}/bytes`, SecretBinary }))
  const value = await client.send(new GetSecretValueCommand({ SecretId: `${run}/bytes` }))
  expect([...(value.SecretBinary ?? [])]).toEqual([0, 255, 7])
  expect(value.SecretString).toBeUndefined()
})

test('a name is given once', async () => {
  const secret = { Name: `${run}/twice`, SecretString: 'first' }
  await client.send(new CreateSecretCommand(secret))
  await expect(
    client.send(new CreateSecretCommand({ ...secret, SecretString: 'second' })),
  ).rejects.toMatchObject({
    name: 'ResourceExistsException',
  })
})

test('a new value becomes current and the old one previous; the one before that is gone', async () => {
  const SecretId = `${run}/versions`
  const first = await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }))
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' }))
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'three' }))
  const read = async (VersionStage?: string) =>
    (await client.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString
  expect(await read()).toBe('three')
  expect(await read('AWSPREVIOUS')).toBe('two')
  const described = await client.send(new DescribeSecretCommand({ SecretId }))
  const stages = Object.values(described.VersionIdsToStages ?? {})
    .flat()
    .sort()
  expect(stages).toEqual(['AWSCURRENT', 'AWSPREVIOUS'])
  expect(described.VersionIdsToStages).not.toHaveProperty(first.VersionId ?? '')
  expect(described).not.toHaveProperty('SecretString')
})

test('a put that is retried with its token adds no version', async () => {
  const SecretId = `${run}/retried`
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }))
  const put = { SecretId, SecretString: 'two', ClientRequestToken: 'a'.repeat(32) }
  await client.send(new PutSecretValueCommand(put))
  await client.send(new PutSecretValueCommand(put))
  const previous = await client.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSPREVIOUS' }))
  expect(previous.SecretString).toBe('one')
  await expect(
    client.send(new PutSecretValueCommand({ ...put, SecretString: 'other' })),
  ).rejects.toMatchObject({
    name: 'ResourceExistsException',
  })
})

test('a secret that is unknown or awaits its deletion gives no value', async () => {
  await expect(client.send(new GetSecretValueCommand({ SecretId: `${run}/none` }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  const SecretId = `${run}/deleted`
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }))
  const { DeletionDate } = await client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }))
  expect(DeletionDate?.getTime()).toBeGreaterThan(Date.now())
  await expect(client.send(new GetSecretValueCommand({ SecretId }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  })
  await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }))
})

test('a random password follows its rules', async () => {
  const { RandomPassword = '' } = await client.send(
    new GetRandomPasswordCommand({ PasswordLength: 64, ExcludePunctuation: true, ExcludeCharacters: 'abc' }),
  )
  expect(RandomPassword).toMatch(/^[A-Zd-z\d]{64}$/)
  expect(RandomPassword).toMatch(/[A-Z]/)
  expect(RandomPassword).toMatch(/\d/)
})

local('the list names the secrets page by page, without their values', async () => {
  for (const name of ['a', 'b', 'c']) {
    await client.send(new CreateSecretCommand({ Name: `${run}/list/${name}`, SecretString: 'unlisted' }))
  }
  const Filters = [{ Key: 'name' as const, Values: [`${run}/list/`] }]
  const first = await client.send(new ListSecretsCommand({ Filters, MaxResults: 2 }))
  const second = await client.send(
    new ListSecretsCommand({ Filters, MaxResults: 2, NextToken: first.NextToken }),
  )
  const names = [...(first.SecretList ?? []), ...(second.SecretList ?? [])].map(({ Name }) => Name?.slice(-1))
  expect(names).toEqual(['a', 'b', 'c'])
  expect(second.NextToken).toBeUndefined()
  expect(JSON.stringify(first.SecretList)).not.toContain('unlisted')
})

local('secrets outlive a restart in files that only their owner reads', async () => {
  const own = join(directory, 'restart')
  const before = await startSecretsManager({ directory: own })
  await connect(before.url).send(new CreateSecretCommand({ Name: 'kept', SecretString: 'over the restart' }))
  await before.stop()
  const [file = ''] = await readdir(own)
  expect((await stat(join(own, file))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(own, file), 'utf8')).toContain('over the restart')
  const after = await startSecretsManager({ directory: own })
  const { SecretString } = await connect(after.url).send(new GetSecretValueCommand({ SecretId: 'kept' }))
  expect(SecretString).toBe('over the restart')
  await after.stop()
})

local('an unsigned call is refused', async () => {
  const answer = await fetch(service?.url ?? '', {
    method: 'POST',
    headers: { 'x-amz-target': 'secretsmanager.ListSecrets' },
    body: '{}',
  })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
})
