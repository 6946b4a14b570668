// Which parts are built from which sources: a part whose stamp is its present fingerprint need not be built again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type BuildStamps = {
  get(part: string): string | undefined
  set(part: string, fingerprint: string): void
  /** A build that is interrupted must not look finished, nor one that was made for development. */
  forget(...parts: string[]): void
}

export const openBuildStamps = (file: string): BuildStamps => {
  let stamps: Record<string, string> = {}
  try {
    stamps = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // None yet, or half of one: then everything is built.
  }
  const write = () => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(stamps))
  }
  return {
    get: (part) => stamps[part],
    set: (part, fingerprint) => {
      stamps[part] = fingerprint
      write()
    },
    forget: (...parts) => {
      for (const part of parts) delete stamps[part]
      write()
    },
  }
}
