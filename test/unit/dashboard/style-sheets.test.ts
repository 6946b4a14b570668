import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../../../dashboard/src', import.meta.url))
const styles = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles/Button.css'))
const listed = readFileSync(join(src, 'theme/style-sheets.ts'), 'utf8')
const sources = globSync('**/*.tsx', { cwd: src }).map((path) => readFileSync(join(src, path), 'utf8'))

const usedComponents = (): string[] => {
  const imports = sources.flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)])
  const names = imports.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()))
  return [...new Set(names.filter((name) => /^[A-Z]/.test(name)))]
}

test('every component in use has its style sheet listed', () => {
  const used = usedComponents()
  expect(used.length).toBeGreaterThan(15)
  const missing = used.filter(
    (name) => existsSync(join(styles, `${name}.css`)) && !listed.includes(`/styles/${name}.layer.css'`),
  )
  expect(missing).toEqual([])
})

test('nothing is used that writes style into the page: the security policy refuses it', () => {
  const writers = ['AppShell', 'Drawer', 'Flex', 'Grid', 'Modal', 'SimpleGrid']
  expect(usedComponents().filter((name) => writers.includes(name))).toEqual([])
  const responsive = sources.filter((text) => /\s(hiddenFrom|visibleFrom)=|=\{\{ base:/.test(text))
  expect(responsive).toEqual([])
})
