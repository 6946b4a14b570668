import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { root } from './imports.ts'

type Locked = {
  version?: string
  license?: string
  optionalDependencies?: Record<string, string>
  dev?: boolean
  resolved?: string
}
const lockFile = readFileSync(`${root}package-lock.json`, 'utf8')
const { packages } = JSON.parse(lockFile) as { packages: Record<string, Locked> }
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  dependencies?: Record<string, string>
  devDependencies: Record<string, string>
}

/** The machines that Playhead is developed on; functions themselves always run on Linux. */
const PLATFORMS = ['darwin-arm64', 'linux-arm64', 'linux-x64', 'win32-x64']

/** Packages that bring a native part by optional packages, one for each platform. */
const native = Object.entries(packages).filter(([, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies).some((name) => /(darwin|win32|linux)[-_]?(arm64|x64)?/.test(name)),
)

describe('the lock file', () => {
  test('names native packages at all', () => {
    expect(native.map(([path]) => path)).toContain('node_modules/@biomejs/biome')
    expect(native.length).toBeGreaterThan(3)
  })

  test.each(native)('%s can be installed on every platform', (_path, { optionalDependencies = {} }) => {
    const names = Object.keys(optionalDependencies)
    for (const platform of PLATFORMS) {
      const wanted = names.filter((name) => name.includes(platform))
      if (wanted.length === 0 && !names.some((name) => name.includes(platform.split('-')[0] ?? ''))) continue
      expect(wanted, `no package for ${platform}`).not.toEqual([])
      const locked = wanted.some((name) =>
        Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)),
      )
      expect(locked, `${wanted} is not in the lock file`).toBe(true)
    }
  })

  test('names no registry host', () => {
    const hosts = Object.values(packages).flatMap(({ resolved }) => (resolved ? [resolved] : []))
    expect(hosts).toEqual([])
  })
})

describe('licences', () => {
  const ALLOWED =
    /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|Python-2\.0)$/
  /** A build tool of a build tool; no line of it is shipped. */
  const BUILD_ONLY = /^node_modules\/lightningcss/

  test('are permissive for every package', () => {
    const doubtful = Object.entries(packages)
      .filter(([path]) => path !== '' && !BUILD_ONLY.test(path))
      .filter(
        ([, { license = 'none' }]) =>
          !license
            .replaceAll(/[()]/g, '')
            .split(/ (?:OR|AND) /)
            .some((one) => ALLOWED.test(one)),
      )
    expect(doubtful.map(([path, { license }]) => `${path}: ${license}`)).toEqual([])
  })
})

test('every dependency has its reason in docs/decisions', () => {
  const reasons = readFileSync(`${root}docs/decisions/dependencies.md`, 'utf8')
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(names.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([])
})
