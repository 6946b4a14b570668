// Which physical resource a logical id stands for, on disk: a restart finds the same tables, pools and secrets.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonFile } from './read-json-file.ts'

export type PhysicalNames = {
  get(logicalId: string): string | undefined
  set(logicalId: string, name: string): void
}

export const openPhysicalNames = (directory: string): PhysicalNames => {
  const file = join(directory, 'resources.json')
  const names = readJsonFile<Record<string, string>>(file) ?? {}
  return {
    get: (logicalId) => names[logicalId],
    set: (logicalId, name) => {
      names[logicalId] = name
      mkdirSync(directory, { recursive: true })
      writeFileSync(`${file}.new`, JSON.stringify(names, null, 2))
      renameSync(`${file}.new`, file)
    },
  }
}
