// One user pool, open: its tables in memory, each change on its way to the journal.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { ServiceError } from '../json-service.ts'
import { type Entry, type Journal, openJournal } from './journal.ts'
import type { GivenPool, PoolSettings, Tables, User } from './records.ts'
import { userIndex } from './user-index.ts'

export type Table<Row> = {
  get(key: string): Row | undefined
  put(key: string, row: Row): void
  delete(key: string): void
  rows(): Iterable<Row>
  readonly size: number
}

export type Pool = {
  id: string
  settings(): PoolSettings
  given(): GivenPool
  issuer: string
  clients: Table<Tables['client']>
  domains: Table<Tables['domain']>
  providers: Table<Tables['provider']>
  groups: Table<Tables['group']>
  users: Table<User>
  sessions: Table<Tables['session']>
  /** False when a crash cut its creation short, which then was never answered. */
  isWhole(): boolean
  configure(settings: PoolSettings): void
  signingKey(): JWK
  findUser(login: string): User | undefined
  findIdentity(provider: string, userId: string): User | undefined
  /** Changes the user as it is now, which may no longer be what the caller read before it waited. */
  changeUser(sub: string, change: (user: User) => Partial<User>): User
  saved(): Promise<void>
  close(): Promise<void>
}

export const JOURNAL_FILE = 'journal.ndjson'
const ONLY = '' // the key of a table with one row

export const newSigningKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = await exportJWK(privateKey)
  return { ...key, kid: await calculateJwkThumbprint(key), alg: 'RS256', use: 'sig' }
}

export const openPool = async (options: {
  id: string
  directory: string
  now: () => number
  created?: { settings: PoolSettings; key: JWK }
}): Promise<Pool> => {
  const { id, directory, now, created } = options
  const rows: { [Name in keyof Tables]: Map<string, Tables[Name]> } = {
    pool: new Map(),
    key: new Map(),
    client: new Map(),
    domain: new Map(),
    provider: new Map(),
    group: new Map(),
    user: new Map(),
    session: new Map(),
  }
  const settings = (): PoolSettings => {
    const found = rows.pool.get(ONLY)
    if (found) return found
    throw new Error(`The user pool ${id} has no settings.`)
  }
  const index = userIndex(() => settings().given)

  const isOver = (session: Tables['session']) =>
    session.expiresAt <= now() || rows.user.get(session.sub)?.generation !== session.generation
  function* snapshot(): Iterable<Entry> {
    // Settings first: how users are indexed depends on them.
    for (const [name, table] of Object.entries(rows)) {
      for (const [key, row] of table) {
        if (name === 'session' && isOver(row as Tables['session'])) table.delete(key)
        else yield [name, key, row]
      }
    }
  }
  const apply = ([name, key, row]: Entry) => {
    const table = rows[name as keyof Tables] as Map<string, unknown>
    if (name === 'user') index.changed(rows.user.get(key), row as User | undefined)
    if (row === undefined) table.delete(key)
    else table.set(key, row)
  }

  await mkdir(directory, { recursive: true, mode: 0o700 })
  const journal: Journal = await openJournal({ file: join(directory, JOURNAL_FILE), replay: apply, snapshot })
  const write = (entry: Entry) => {
    apply(entry)
    journal.append(entry)
  }
  const table = <Name extends keyof Tables>(name: Name): Table<Tables[Name]> => ({
    get: (key) => rows[name].get(key) as Tables[Name] | undefined,
    put: (key, row) => write([name, key, row]),
    delete: (key) => write([name, key]),
    rows: () => rows[name].values() as Iterable<Tables[Name]>,
    get size() {
      return rows[name].size
    },
  })
  const users = table('user')

  if (created) {
    write(['pool', ONLY, created.settings])
    write(['key', ONLY, created.key])
    await journal.saved()
  }

  return {
    id,
    settings,
    given: () => settings().given,
    issuer: `https://cognito-idp.${id.split('_')[0]}.amazonaws.com/${id}`,
    clients: table('client'),
    domains: table('domain'),
    providers: table('provider'),
    groups: table('group'),
    users,
    sessions: table('session'),
    isWhole: () => rows.pool.has(ONLY) && rows.key.has(ONLY),
    configure: (changed) => write(['pool', ONLY, changed]),
    signingKey: () => {
      const key = rows.key.get(ONLY)
      if (!key) throw new Error(`The user pool ${id} has lost its signing key.`)
      return key
    },
    findUser: (login) => users.get(login) ?? users.get(index.byLogin(login) ?? ''),
    findIdentity: (provider, userId) => users.get(index.byIdentity(provider, userId) ?? ''),
    changeUser: (sub, change) => {
      const user = users.get(sub)
      if (!user) throw new ServiceError('UserNotFoundException', 'User does not exist.')
      const changed = { ...user, ...change(user), modifiedAt: now() }
      users.put(sub, changed)
      return changed
    },
    saved: () => journal.saved(),
    close: () => journal.close(),
  }
}
