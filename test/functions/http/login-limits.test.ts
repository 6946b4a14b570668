// The login routes behind the real gate: who guesses is stopped, an office that logs in is not.
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as operations from '../../../core/api/login-operations.ts'
import type { Operation } from '../../../core/api/operation.ts'
import { AUTH_LIMIT } from '../../../core/limits.ts'
import { loginClient } from '../login-client.ts'
import { type Stage, startStage } from '../stage.ts'
import { MEMBER, startUserPool } from '../user-pool.ts'

const EDGE = { 'x-playhead-edge': 'said by the edge alone' }

let stage: Stage
let pool: Awaited<ReturnType<typeof startUserPool>>
let call: ReturnType<typeof loginClient>['call']

beforeAll(async () => {
  stage = await startStage()
  pool = await startUserPool()
  const secrets = new SecretsManagerClient()
  await secrets.send(new CreateSecretCommand({ Name: 'login-own', SecretString: 'o'.repeat(40) }))
  await secrets.send(new CreateSecretCommand({ Name: 'login-edge', SecretString: EDGE['x-playhead-edge'] }))
  Object.assign(process.env, {
    SECRET_ID: 'login-own',
    EDGE_SECRET_ID: 'login-edge',
    LIMITS: '{}',
    CORS_ORIGINS: '[]',
  })
  call = loginClient((await import('../../../functions/http/login.ts')).handler).call
})
afterAll(async () => {
  await pool.stop()
  await stage.stop()
})

const from = (address: string) => ({ ...EDGE, 'x-playhead-viewer-ip': address })
const logIn = (address: string, password: string) =>
  call(operations.logIn as Operation, { headers: from(address), body: { ...MEMBER, password } })

test('who does not come by the edge is turned away', async () => {
  const { status, body } = await call(operations.logIn as Operation, { body: MEMBER })
  expect([status, body.code]).toEqual([403, 'not-by-the-edge'])
})

test('any number of people log in from one address', async () => {
  for (let person = 0; person < AUTH_LIMIT.limit + 3; person++)
    expect((await logIn('198.51.100.1', MEMBER.password)).status).toBe(200)
})

test('who guesses is stopped at that address, and only there', async () => {
  const guesses = []
  // Another member each time: Cognito's own lockout is of one member.
  for (let guess = 0; guess <= AUTH_LIMIT.limit; guess++) {
    const body = { email: `guess-${guess}@shop.example`, password: 'Not-the-right-0ne.' }
    guesses.push((await call(operations.logIn as Operation, { headers: from('198.51.100.2'), body })).status)
  }
  expect(guesses).toEqual([...Array(AUTH_LIMIT.limit).fill(401), 429])
  expect((await logIn('198.51.100.2', MEMBER.password)).status).toBe(429)
  expect((await logIn('198.51.100.3', MEMBER.password)).status).toBe(200)
})
