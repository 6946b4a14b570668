// Keeps each secret in a file of its own that only its owner may read.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile, syncDirectory } from './replace-file.ts'
import type { Secret } from './secret.ts'

export type SecretFiles = {
  all(): Secret[]
  /** By name, ARN, or ARN without its random end. */
  find(id: string): Secret | undefined
  save(secret: Secret): Promise<void>
  remove(secret: Secret): Promise<void>
}

export const openSecretFiles = async (directory: string): Promise<SecretFiles> => {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const secrets = new Map<string, Secret>()
  for (const file of await readdir(directory)) {
    if (!file.endsWith('.json')) continue
    const secret = JSON.parse(await readFile(join(directory, file), 'utf8')) as Secret
    secrets.set(secret.name, secret)
  }
  // A name may hold slashes and 512 characters, a file name neither.
  const pathOf = (name: string) => join(directory, `${createHash('sha256').update(name).digest('hex')}.json`)
  // Two writers of one secret follow each other, or the older could land last.
  let last: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
  return {
    all: () => [...secrets.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find: (id) =>
      secrets.get(id) ??
      [...secrets.values()].find(
        ({ arn }) => id.startsWith('arn:') && (arn === id || arn.slice(0, -7) === id),
      ),
    save: (secret) => {
      secrets.set(secret.name, secret)
      return inTurn(() => replaceFile(pathOf(secret.name), JSON.stringify(secret)))
    },
    remove: (secret) => {
      secrets.delete(secret.name)
      return inTurn(async () => {
        await rm(pathOf(secret.name), { force: true })
        await syncDirectory(directory)
      })
    },
  }
}
