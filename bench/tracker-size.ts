// Bytes that a visitor's browser loads for the tracker, and a member's for the dashboard's first page.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { root } from './system/command.ts'
import { warmBuild } from './system/warm-build.ts'

const gzip = (bytes: Buffer) => gzipSync(bytes, { level: 9 })
const brotli = (bytes: Buffer) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })

/** Each file is compressed by itself, as it is served. */
const sizes = (name: string, paths: string[]): Row => {
  const files = paths.map((path) => readFileSync(path))
  const total = (pack: (bytes: Buffer) => Buffer) =>
    files.reduce((sum, bytes) => sum + pack(bytes).length, 0).toLocaleString('en-US')
  return [name, total((bytes) => bytes), total(gzip), total(brotli)]
}

/** The scripts that the page itself names: what loads before anything is shown. */
const initialScripts = (dashboard: string): string[] => {
  const page = readFileSync(join(dashboard, 'index.html'), 'utf8')
  return [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path = '']) => join(dashboard, path))
}

export const benchmark: Benchmark = {
  title: 'Bytes that browsers load',
  measure: async (bench) => {
    await warmBuild(bench)
    const tracker = join(root, 'dist/tracker')
    const scripts = readdirSync(tracker, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .sort()
    const initial = initialScripts(join(root, 'dist/dashboard'))
    return {
      columns: ['', 'raw', 'gzip', 'brotli'],
      rows: [
        ...scripts.map((file) => sizes(`tracker: ${file}`, [join(tracker, file)])),
        sizes(`dashboard: ${initial.length} initial scripts`, initial),
      ],
    }
  },
}
