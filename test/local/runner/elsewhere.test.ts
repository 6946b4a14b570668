import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, runAssembly } from '../../../local/run-assembly.ts'
import { startDynamoDb } from '../../../local/services/dynamodb/server.ts'
import { startKinesis } from '../../../local/services/kinesis/server.ts'
import type { Service } from '../../../local/services/service.ts'
import { synthesizeFixture } from '../fixture-app/app.ts'

let place: string
let services: Service[] = []
let running: Running

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'playhead-elsewhere-'))
  const dynamodb = await startDynamoDb({ directory: join(place, 'theirs', 'dynamodb') })
  const kinesis = await startKinesis({ directory: join(place, 'theirs', 'kinesis') })
  services = [dynamodb, kinesis]
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = dynamodb.url
  process.env['AWS_ENDPOINT_URL_KINESIS'] = kinesis.url
  synthesizeFixture({ outdir: join(place, 'assembly') })
  running = await runAssembly({ assembly: join(place, 'assembly'), directory: join(place, 'ours') })
})
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL_DYNAMODB']
  delete process.env['AWS_ENDPOINT_URL_KINESIS']
  await running?.stop()
  for (const service of services) await service.stop()
  rmSync(place, { recursive: true, force: true })
})

test('a service that the user runs elsewhere is used, and none of ours is started for it', async () => {
  const answer = await fetch(`http://${running.outputs['Host']}/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ note: { id: 'a', topic: 't', at: 1 } }),
  })
  expect(answer.status).toBe(201)
  expect(existsSync(join(place, 'ours', 'dynamodb'))).toBe(false)
  expect(existsSync(join(place, 'ours', 'kinesis'))).toBe(false)
  expect(existsSync(join(place, 'ours', 's3'))).toBe(true)
})
