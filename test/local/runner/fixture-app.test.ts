import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { DescribeStreamSummaryCommand, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Running, runAssembly } from '../../../local/run-assembly.ts'
import { type FixtureOptions, synthesizeFixture } from '../fixture-app/app.ts'
import { until } from '../until.ts'

let place: string
let running: Running | undefined

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'playhead-fixture-'))
})
afterEach(async () => {
  await running?.stop()
  running = undefined
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

let assemblies = 0
const bringUp = async (directory: string, options: Omit<FixtureOptions, 'outdir'> = {}): Promise<Running> => {
  assemblies += 1
  const assembly = join(place, `assembly-${assemblies}`)
  synthesizeFixture({ outdir: assembly, ...options })
  running = await runAssembly({ assembly, directory: join(place, directory) })
  return running
}

const address = ({ outputs }: Running) => `http://${outputs['Host']}`
const post = (system: Running, body: object) =>
  fetch(`${address(system)}/notes`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const put = ({ context, outputs }: Running, text: string, key = text) =>
  context.services.kinesis.send(
    new PutRecordCommand({ StreamName: outputs['StreamName'], Data: Buffer.from(text), PartitionKey: key }),
  )
const keys = async ({ context, outputs }: Running, Prefix: string): Promise<string[]> => {
  const { Contents = [] } = await context.services.s3.send(
    new ListObjectsV2Command({ Bucket: outputs['BucketName'], Prefix }),
  )
  return Contents.map(({ Key = '' }) => Key)
}

describe('an app that the runner has never seen', () => {
  test('grows by a route, an index and a consumer, and keeps its data', async () => {
    const before = await bringUp('grow')
    expect((await post(before, { note: { id: 'a', topic: 'ferns', at: 1 } })).status).toBe(201)
    expect((await fetch(`${address(before)}/topics/ferns`)).status).toBe(404)
    await put(before, 'one')
    await until(
      () => keys(before, 'first/'),
      (found) => found.length === 1,
    )
    await before.stop()

    const after = await bringUp('grow', { grown: true })
    expect((await post(after, { note: { id: 'b', topic: 'ferns', at: 2 } })).status).toBe(201)
    // The index holds what was written before it was there.
    expect(await (await fetch(`${address(after)}/topics/ferns`)).json()).toEqual({ ids: ['a', 'b'] })
    await put(after, 'two')
    // The new consumer starts with the oldest record, the old one goes on where it was.
    await until(
      () => keys(after, 'second/'),
      (found) => found.length === 2,
    )
    expect(
      await until(
        () => keys(after, 'first/'),
        (found) => found.length === 2,
      ),
    ).toEqual(['first/one', 'first/two'])
  })

  test('gets the environment that its template says, changed by the next start', async () => {
    const note = { id: 'x', topic: 't', at: 1 }
    const before = await bringUp('environment')
    expect(await (await post(before, { note })).json()).toMatchObject({ greeting: 'hello' })
    await before.stop()
    const after = await bringUp('environment', { greeting: 'good day' })
    expect(await (await post(after, { note })).json()).toMatchObject({ greeting: 'good day' })
  })

  test('gets changed settings of a stream and a user pool that are there already', async () => {
    const facts = async ({ context, outputs }: Running) => {
      const StreamName = outputs['StreamName']
      const stream = await context.services.kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))
      const pool = await context.services.cognito.send(
        new DescribeUserPoolCommand({ UserPoolId: outputs['UserPoolId'] }),
      )
      return {
        hours: stream.StreamDescriptionSummary?.RetentionPeriodHours,
        invitedOnly: pool.UserPool?.AdminCreateUserConfig?.AllowAdminCreateUserOnly,
        id: outputs['UserPoolId'],
      }
    }
    const before = await bringUp('altered')
    const { id, ...first } = await facts(before)
    expect(first).toEqual({ hours: 24, invitedOnly: true })
    await before.stop()
    const after = await bringUp('altered', { altered: true })
    expect(await facts(after)).toEqual({ hours: 48, invitedOnly: false, id })
    await after.stop()
    await expect(bringUp('altered', { shards: 2 })).rejects.toThrow('has 1 shards and cannot be given 2')
  })

  test('is refused when it has a resource that the runner does not know', async () => {
    await expect(bringUp('stranger', { stranger: true })).rejects.toThrow('AWS::GameLift::Fleet')
  })

  test('is refused when a resource asks for what the runner does not do', async () => {
    await expect(bringUp('streamed', { streamed: true })).rejects.toThrow(
      /AWS::DynamoDB::Table Notes\w+: StreamSpecification/,
    )
    await expect(bringUp('triggered', { triggered: true })).rejects.toThrow(
      /AWS::Cognito::UserPool Pool\w+: LambdaConfig\.PostConfirmation/,
    )
  })

  test('finds what a layer brings to the functions of Lambda among the packages of this machine', async () => {
    const bare = await bringUp('bare')
    expect((await post(bare, { find: 'dynalite/package.json' })).status).toBe(500)
    await bare.stop()
    const layered = await bringUp('layered', { layer: 'packages' })
    const answer = await post(layered, { find: 'dynalite/package.json' })
    expect(await answer.json()).toEqual({ found: expect.stringMatching(/dynalite.package\.json$/) })
    await layered.stop()
    await expect(bringUp('files', { layer: 'files' })).rejects.toThrow('knows no layers but those')
  })

  test('comes up with tables of Glue, for which there is nothing to do', async () => {
    const system = await bringUp('catalogued', { catalogued: true })
    expect((await post(system, { note: { id: 'a', topic: 't', at: 1 } })).status).toBe(201)
  })

  test('is refused when it refers to a value that the runner has not', async () => {
    await expect(bringUp('parameter', { parameter: true })).rejects.toThrow(
      /AWS::CloudFront::Distribution Edge\w+: .*{{resolve:ssm:word:1}}/,
    )
  })

  test('is refused when a rule of its template does not hold', async () => {
    await expect(bringUp('elsewhere', { onlyIn: 'eu-west-1' })).rejects.toThrow('Only eu-west-1 has ferns.')
    await bringUp('here', { onlyIn: 'us-east-1' })
  })
})

describe('an edge', () => {
  test('sends its origin what a secret says, which the template only refers to', async () => {
    const system = await bringUp('secret')
    const answer = await post(system, { note: { id: 's', topic: 't', at: 1 } })
    expect(await answer.json()).toMatchObject({ word: 'the edge' })
  })

  test('asks its web ACL first', async () => {
    const system = await bringUp('flood')
    const statuses: number[] = []
    for (let sent = 0; sent < 51; sent += 1) statuses.push((await fetch(`${address(system)}/none`)).status)
    expect(new Set(statuses.slice(0, 50))).toEqual(new Set([404]))
    expect(statuses[50]).toBe(429)
  })
})

describe('a route', () => {
  test('with an authorizer is open to those whom its function lets in', async () => {
    const system = await bringUp('guarded')
    const call = (headers: Record<string, string>) =>
      fetch(`${address(system)}/guarded`, { method: 'POST', headers, body: '{"fail":true}' })
    expect((await call({})).status).toBe(401)
    expect((await call({ 'x-word': 'abracadabra' })).status).toBe(403)
    // Beyond the guard, where the handler fails as it is told to.
    expect((await call({ 'x-word': 'sesame' })).status).toBe(500)
  })
})

describe('a function', () => {
  const note = { id: 'n', topic: 't', at: 1 }

  test('stays warm between invocations', async () => {
    const system = await bringUp('warm')
    expect(await (await post(system, { note })).json()).toMatchObject({ calls: 1 })
    expect(await (await post(system, { note })).json()).toMatchObject({ calls: 2 })
  })

  test('that throws answers 500 without its message, and goes on', async () => {
    const system = await bringUp('throws')
    const failed = await post(system, { fail: true })
    expect(failed.status).toBe(500)
    expect(await failed.text()).not.toContain('luck')
    expect((await post(system, { note })).status).toBe(201)
  })

  test('that dies is replaced', async () => {
    const system = await bringUp('dies')
    await post(system, { note })
    expect((await post(system, { crash: true })).status).toBe(500)
    expect(await (await post(system, { note })).json()).toMatchObject({ calls: 1 })
  })

  test('that runs out of time is ended and replaced', async () => {
    const system = await bringUp('hangs')
    const [hung, other] = await Promise.all([post(system, { hang: true }), post(system, { note })])
    expect(hung.status).toBe(500)
    // Another container took what came meanwhile.
    expect(other.status).toBe(201)
    expect((await post(system, { note })).status).toBe(201)
  })
})

describe('a consumer', () => {
  test('gives a poisoned record to S3, whole, and no neighbour with it', async () => {
    const system = await bringUp('poison')
    for (const text of ['a', 'poison', 'b']) await put(system, text, 'same-key')
    await until(
      () => keys(system, 'first/'),
      (found) => found.length === 2,
    )
    const [failure = ''] = await until(
      () => keys(system, 'aws/lambda/'),
      (found) => found.length === 1,
    )
    const { Body } = await system.context.services.s3.send(
      new GetObjectCommand({ Bucket: system.outputs['BucketName'], Key: failure }),
    )
    const record = JSON.parse((await Body?.transformToString()) ?? '')
    expect(record).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      KinesisBatchInfo: { batchSize: 1, shardId: 'shardId-000000000000' },
    })
    const [kept] = JSON.parse(record.payload).Records
    expect(Buffer.from(kept.kinesis.data, 'base64').toString()).toBe('poison')
  })

  test('goes on after a restart where it was', async () => {
    const before = await bringUp('restart')
    await put(before, 'early')
    await until(
      () => keys(before, 'first/'),
      (found) => found.length === 1,
    )
    await before.stop()
    const after = await bringUp('restart')
    await put(after, 'late')
    expect(
      await until(
        () => keys(after, 'first/'),
        (found) => found.length === 2,
      ),
    ).toEqual(['first/early', 'first/late'])
  })
})
