// Which physical resource a logical id stands for, on disk: a restart finds the same tables, pools and secrets.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type PhysicalNames = {
  get(logicalId: string): string | undefined
  set(logicalId: string, name: string): void
}

export const openPhysicalNames = (directory: string): PhysicalNames => {
  const file = join(directory, 'resources.json')
  let names: Record<string, string> = {}
  try {
    names = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
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
