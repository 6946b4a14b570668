// What a restart, a crash and a long life leave of the pools. Local only: AWS does not let itself be killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  AdminCreateUserCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  GetUserCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Entry, openJournal } from '../../../local/services/cognito/journal.ts'
import {
  type CognitoUnderTest,
  cognitoUnderTest,
  connect,
  REGION,
  remote,
  type Setup,
} from './cognito-under-test.ts'

describe.skipIf(remote)('on disk', () => {
  let cognito: CognitoUnderTest
  let setup: Setup

  beforeAll(async () => {
    cognito = await cognitoUnderTest()
    setup = await cognito.createPoolAndClient()
    await cognito.createMember(setup.poolId, 'kept@example.com')
  })
  afterAll(() => cognito.stop())

  test('a restart keeps users, clients, sessions and the signing key', async () => {
    const { AccessToken, RefreshToken } = await cognito.logIn(setup.clientId, 'kept@example.com')
    const revoked = await cognito.logIn(setup.clientId, 'kept@example.com')
    await cognito
      .client()
      .send(new RevokeTokenCommand({ ClientId: setup.clientId, Token: revoked.RefreshToken }))
    const keys = cognito.service().jwks(setup.poolId)
    await cognito.restart()
    expect(cognito.service().jwks(setup.poolId)).toEqual(keys)
    await expect(cognito.client().send(new GetUserCommand({ AccessToken }))).resolves.toHaveProperty(
      'Username',
    )
    await expect(cognito.refresh(setup.clientId, RefreshToken)).resolves.toHaveProperty('AccessToken')
    await expect(cognito.refresh(setup.clientId, revoked.RefreshToken)).rejects.toThrow('revoked')
    await expect(cognito.logIn(setup.clientId, 'KEPT@example.com')).resolves.toHaveProperty('IdToken')
  })

  test('a line that a crash cut off is dropped, and the next one stands on its own', async () => {
    const journal = join(cognito.directory, setup.poolId, 'journal.ndjson')
    await cognito.service().stop()
    await appendFile(journal, '["user","half')
    await cognito.restart()
    await cognito.createMember(setup.poolId, 'after-the-crash@example.com')
    await cognito.restart()
    await expect(cognito.logIn(setup.clientId, 'after-the-crash@example.com')).resolves.toBeDefined()
    expect(await readFile(journal, 'utf8')).not.toContain('half')
  })

  test('only the owner may read a pool', async () => {
    const folder = join(cognito.directory, setup.poolId)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, 'journal.ndjson'))).mode & 0o777).toBe(0o600)
  })

  test('a login writes a line, not the pool', async () => {
    const journal = join(cognito.directory, setup.poolId, 'journal.ndjson')
    const { size } = await stat(journal)
    await cognito.logIn(setup.clientId, 'kept@example.com')
    expect((await stat(journal)).size - size).toBeLessThan(1_000)
  })

  test('a deleted pool leaves no folder', async () => {
    const UserPoolId = await cognito.createPool()
    await cognito.client().send(new DeleteUserPoolCommand({ UserPoolId }))
    expect(await readdir(cognito.directory)).toEqual([setup.poolId])
  })
})

describe.skipIf(remote)('killed', () => {
  let directory: string
  const children: ChildProcess[] = []

  const start = async () => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'cognito-child.ts'), directory, REGION],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    children.push(child)
    const lines = createInterface({ input: child.stdout })
    const { value } = await lines[Symbol.asyncIterator]().next()
    return { child, client: connect(String(value)) }
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cognito-kill-'))
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  })

  test('no user whose creation was answered is lost by a kill', async () => {
    const { child, client } = await start()
    const { UserPool } = await client.send(
      new CreateUserPoolCommand({ PoolName: 'killed', UsernameAttributes: ['email'] }),
    )
    const UserPoolId = UserPool?.Id
    const answered: string[] = []
    const create = async (worker: number) => {
      for (let count = 0; ; count++) {
        const Username = `${worker}-${count}@example.com`
        await client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }))
        answered.push(Username)
        if (answered.length === 12) child.kill('SIGKILL')
      }
    }
    await Promise.allSettled([0, 1, 2].map(create))
    expect(answered.length).toBeGreaterThanOrEqual(12)

    const again = await start()
    const { UserPools } = await again.client.send(new ListUserPoolsCommand({ MaxResults: 10 }))
    expect(UserPools).toHaveLength(1)
    const { Users = [] } = await again.client.send(new ListUsersCommand({ UserPoolId, Limit: 60 }))
    const kept = Users.map(({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value)
    expect(kept).toEqual(expect.arrayContaining(answered))
  })
})

describe('a journal', () => {
  test('that has grown is rewritten to what still counts, without losing what comes meanwhile', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'journal-'))
    const file = join(directory, 'journal.ndjson')
    const open = async () => {
      const rows = new Map<string, unknown>()
      const journal = await openJournal({
        file,
        replay: ([, key, value]: Entry) => (value === undefined ? rows.delete(key) : rows.set(key, value)),
        snapshot: function* () {
          for (const [key, value] of rows) yield ['row', key, value] as Entry
        },
      })
      const write = (key: string, value?: number) => {
        if (value === undefined) rows.delete(key)
        else rows.set(key, value)
        journal.append(['row', key, value])
      }
      return { rows, journal, write }
    }
    const { journal, write, rows } = await open()
    for (let round = 0; round < 12; round++) {
      for (let key = 0; key < 1_000; key++) write(`key ${key}`, round)
      // Two batches, so that one of them waits behind the rewrite.
      await Promise.resolve()
      write(`round ${round}`, round)
      write('key 7')
      if (round % 3 === 0) await journal.saved()
    }
    await journal.saved()
    expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThan(4_000)
    await journal.close()
    const again = await open()
    expect([...again.rows].sort()).toEqual([...rows].sort())
    expect(again.rows.get('key 7')).toBeUndefined()
    expect(again.rows.get('round 11')).toBe(11)
    await again.journal.close()
    await rm(directory, { recursive: true, force: true })
  })
})
