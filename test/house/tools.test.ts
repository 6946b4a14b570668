import { expect, test } from 'vitest'
import { command } from './command.ts'

test('biome finds nothing to say', () => {
  const { ok, output } = command('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')
  expect(ok, output).toBe(true)
})

test('every room compiles with only the globals it may use', () => {
  const { ok, output } = command('bin/typecheck.ts')
  expect(ok, output).toBe(true)
})
