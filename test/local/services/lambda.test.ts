import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FunctionError } from '../../../local/lambda/invoke.ts'
import { startLambda } from '../../../local/services/lambda/server.ts'
import type { Service } from '../../../local/services/service.ts'
import { until } from '../until.ts'

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:greet'

let service: Service
let client: LambdaClient
let calls: unknown[]
let givenUp: string[]
let greet: (event: unknown) => Promise<unknown>

beforeEach(async () => {
  calls = []
  givenUp = []
  greet = async () => ({ hello: 'you' })
  service = await startLambda({
    knows: (arn) => arn === ARN,
    invoke: async (_, event) => {
      calls.push(event)
      return greet(event)
    },
    onGivenUp: (arn) => givenUp.push(arn),
    retryAfterMs: [10, 20],
  })
  client = new LambdaClient({
    endpoint: service.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test-secret' },
    maxAttempts: 1,
  })
})

afterEach(() => service.stop())

const invoke = (FunctionName: string, type: 'Event' | 'RequestResponse' | 'DryRun', payload: object = {}) =>
  client.send(
    new InvokeCommand({
      FunctionName,
      InvocationType: type,
      Payload: new TextEncoder().encode(JSON.stringify(payload)),
    }),
  )

test('a function is called by its name or its ARN, and its answer comes back', async () => {
  for (const name of ['greet', ARN]) {
    const { StatusCode, Payload, FunctionError: failed } = await invoke(name, 'RequestResponse', { by: name })
    expect([StatusCode, failed]).toEqual([200, undefined])
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ hello: 'you' })
  }
  expect(calls).toEqual([{ by: 'greet' }, { by: ARN }])
})

test('what a function throws is said beside its answer', async () => {
  greet = () => Promise.reject(new FunctionError('TypeError', 'no'))
  const { StatusCode, Payload, FunctionError: failed } = await invoke('greet', 'RequestResponse')
  expect([StatusCode, failed]).toEqual([200, 'Unhandled'])
  expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({
    errorType: 'TypeError',
    errorMessage: 'no',
  })
})

test('nobody waits for an event: it is taken before the function ends', async () => {
  let end = () => {}
  greet = () => new Promise<void>((resolve) => (end = resolve))
  expect(await invoke('greet', 'Event', { n: 1 })).toMatchObject({ StatusCode: 202 })
  expect(calls).toEqual([{ n: 1 }])
  end()
})

test('an event that fails is tried twice again, and then given up', async () => {
  greet = () => Promise.reject(new Error('down'))
  await invoke('greet', 'Event', { n: 2 })
  await until(
    () => givenUp.length,
    (count) => count === 1,
  )
  expect(calls).toEqual([{ n: 2 }, { n: 2 }, { n: 2 }])
})

test('an event that goes through at the second try is not tried again', async () => {
  greet = async () => {
    if (calls.length === 1) throw new Error('down')
  }
  await invoke('greet', 'Event')
  await until(
    () => calls.length,
    (count) => count === 2,
  )
  expect(givenUp).toEqual([])
})

test('a dry run calls nothing, and a function that is not there is said so', async () => {
  expect(await invoke('greet', 'DryRun')).toMatchObject({ StatusCode: 204 })
  expect(calls).toEqual([])
  await expect(invoke('gone', 'Event')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
