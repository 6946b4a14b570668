// All pools of the service: found again at start, each in a folder of its own.
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../json-service.ts'
import { JOURNAL_FILE, newSigningKey, openPool, type Pool } from './pool.ts'
import type { Client, GivenPool } from './records.ts'

export type Pools = {
  all(): Pool[]
  get(id: string): Pool
  ofClient(clientId: string): { pool: Pool; client: Client }
  create(given: GivenPool): Promise<Pool>
  remove(pool: Pool): Promise<void>
  saved(): Promise<void>
  close(): Promise<void>
}

const POOL_ID = /^[a-z0-9-]+_[A-Za-z0-9]+$/
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export const randomLetters = (length: number): string =>
  Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('')

export const openPools = async (options: {
  directory: string
  region: string
  now: () => number
}): Promise<Pools> => {
  const { directory, region, now } = options
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const pools = new Map<string, Pool>()
  for (const id of await readdir(directory)) {
    const folder = join(directory, id)
    if (!POOL_ID.test(id)) continue
    // A removal that was interrupted took the journal first; a creation left it unfinished.
    const pool = await openPool({ id, directory: folder, now })
    if (pool.isWhole()) pools.set(id, pool)
    else await pool.close().then(() => rm(folder, { recursive: true, force: true }))
  }

  return {
    all: () => [...pools.values()].sort((a, b) => a.settings().createdAt - b.settings().createdAt),
    get: (id) => {
      const pool = pools.get(id)
      if (!pool) throw new ServiceError('ResourceNotFoundException', `User pool ${id} does not exist.`)
      return pool
    },
    ofClient: (clientId) => {
      for (const pool of pools.values()) {
        const client = pool.clients.get(clientId)
        if (client) return { pool, client }
      }
      throw new ServiceError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`)
    },
    create: async (given) => {
      const id = `${region}_${randomLetters(9)}`
      const at = now()
      const arn = `arn:aws:cognito-idp:${region}:000000000000:userpool/${id}`
      const settings = { id, name: given.PoolName, arn, createdAt: at, modifiedAt: at, given }
      const key = await newSigningKey()
      const pool = await openPool({ id, directory: join(directory, id), now, created: { settings, key } })
      pools.set(id, pool)
      return pool
    },
    remove: async (pool) => {
      pools.delete(pool.id)
      await pool.close()
      await rm(join(directory, pool.id, JOURNAL_FILE), { force: true })
      await rm(join(directory, pool.id), { recursive: true, force: true })
    },
    saved: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.saved()))
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()))
    },
  }
}
