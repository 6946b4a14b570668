// Every import of the project's own files, read by a real parser: who names whom, and whether only for its types.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** `to` is a path from the root of the project, or the name of a package. */
export type Import = { from: string; to: string; typeOnly: boolean }

const SOURCES = ['core', 'functions', 'tracker', 'dashboard', 'lib', 'bin', 'local', 'test', 'bench']

const posix = (path: string) => path.split(sep).join('/')

export const sourceFiles = (): string[] =>
  SOURCES.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }))
    .map(posix)
    .filter((file) => !file.includes('node_modules/') && !file.endsWith('.d.ts'))
    .sort()

export const importsOf = (file: string): Import[] => {
  const source = readFileSync(join(root, file), 'utf8')
  const { module, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`)
  const target = (specifier: string) =>
    specifier.startsWith('.')
      ? posix(normalize(join(dirname(file), specifier))).replace(/\?.*$/, '')
      : specifier
  const found: Import[] = []
  for (const { moduleRequest, entries } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType)
    found.push({ from: file, to: target(moduleRequest.value), typeOnly })
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) found.push({ from: file, to: target(moduleRequest.value), typeOnly: isType })
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const specifier = /^['"](.+)['"]$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[1]
    if (specifier) found.push({ from: file, to: target(specifier), typeOnly: false })
  }
  return found
}
