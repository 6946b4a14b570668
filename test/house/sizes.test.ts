// Bytes are a contract: what a visitor and a member download, compressed as the edge does it.
import { globSync, readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { root } from './imports.ts'

const brotli = (file: string): number => brotliCompressSync(readFileSync(`${root}${file}`)).length
const total = (files: string[]): number => files.reduce((sum, file) => sum + brotli(file), 0)

/** What the first page loads before anything else: the scripts and styles that its HTML names. */
const firstLoad = (folder: string): string[] => {
  const html = readFileSync(`${root}${folder}/index.html`, 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(
    ([, path]) => `${folder}/${path}`,
  )
  return [...new Set(named)]
}

describe('size budgets, in brotli bytes', () => {
  test('the tracker core stays below 8 kB', () => {
    const size = brotli('dist/tracker/tracker.js')
    expect(size).toBeGreaterThan(1_000)
    expect(size).toBeLessThanOrEqual(8_000)
  })

  test('the core and the recorder together stay below 29 kB', () => {
    const [recorder = '', ...more] = globSync('dist/tracker/tracker/recorder-*.js', { cwd: root })
    expect(more).toEqual([])
    const size = brotli('dist/tracker/tracker.js') + brotli(recorder)
    expect(size).toBeGreaterThan(15_000)
    expect(size).toBeLessThanOrEqual(29_000)
  })

  test('the part that takes pictures stays below 10 kB, the one for developers below 6', () => {
    const sizeOf = (part: string) => total(globSync(`dist/tracker/tracker/${part}-*.js`, { cwd: root }))
    expect(sizeOf('screenshots')).toBeGreaterThan(1_000)
    expect(sizeOf('screenshots')).toBeLessThanOrEqual(10_000)
    expect(sizeOf('debug')).toBeLessThanOrEqual(6_000)
  })

  test('what every page loads later stays below 5.7 kB, the worker below 1', () => {
    const files = globSync('dist/tracker/tracker/later-*.js', { cwd: root })
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(brotli(file), file).toBeLessThanOrEqual(5_700)
    const [worker = '', ...more] = globSync('dist/tracker/tracker/zip-worker-*.js', { cwd: root })
    expect(more).toEqual([])
    expect(brotli(worker)).toBeLessThanOrEqual(1_000)
  })

  test('the part that tells who is there stays below 3 kB', () => {
    const [presence = '', ...more] = globSync('dist/tracker/tracker/presence-*.js', { cwd: root })
    expect(more).toEqual([])
    const size = brotli(presence)
    expect(size).toBeGreaterThan(1_000)
    expect(size).toBeLessThanOrEqual(3_000)
  })

  test('what the dashboard loads first stays below 150 kB, its largest chunk below 80 kB', () => {
    const files = firstLoad('dist/dashboard')
    expect(files.length).toBeGreaterThan(1)
    expect(total(files)).toBeLessThanOrEqual(150_000)
    for (const file of globSync('dist/dashboard/assets/*.js', { cwd: root })) {
      expect(brotli(file), file).toBeLessThanOrEqual(80_000)
    }
  })

  test('the player page, with all that replays need, stays below 18 kB', () => {
    expect(total(firstLoad('dist/player'))).toBeLessThanOrEqual(18_000)
  })
})
