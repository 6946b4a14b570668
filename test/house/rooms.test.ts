import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { importsOf, root, sourceFiles } from './imports.ts'
import { brokenRules, importCircles } from './room-rules.ts'

const imports = sourceFiles().flatMap(importsOf)

describe('the rooms', () => {
  test('import only what their rules allow', () => {
    expect(imports.length).toBeGreaterThan(200)
    expect(brokenRules(imports)).toEqual([])
  })

  test('have no import circles', () => {
    expect(importCircles(imports)).toEqual([])
  })

  test('import files that exist', () => {
    const own = imports.filter(({ to }) => /^[a-z]+\/.+\.tsx?$/.test(to) && !to.startsWith('node_modules'))
    expect(own.filter(({ to }) => !existsSync(root + to)).map(({ from, to }) => `${from} → ${to}`)).toEqual(
      [],
    )
  })
})

test('the demo shop is a site like any other: it imports nothing of Playhead, and embeds the tracker by its address', () => {
  const scripts = globSync('demo/**/*.js', { cwd: root }).flatMap((file) =>
    importsOf(file.replaceAll('\\', '/')),
  )
  expect(scripts.filter(({ to }) => !to.startsWith('demo/'))).toEqual([])
  const pages = globSync('demo/**/*.html', { cwd: root }).map((file) =>
    readFileSync(`${root}${file}`, 'utf8'),
  )
  for (const page of pages) expect(page).toContain('src="__PLAYHEAD_URL__/tracker.js"')
})

describe('the rules themselves', () => {
  const value = (from: string, to: string) => brokenRules([{ from, to, typeOnly: false }])

  test.each([
    ['core/a.ts', 'node:fs'],
    ['core/a.ts', 'functions/stores/b.ts'],
    ['functions/http/a.ts', 'functions/stream/b.ts'],
    ['functions/http/a.ts', '@aws-sdk/client-s3'],
    ['functions/trigger/a.ts', '@aws-sdk/client-s3'],
    ['functions/task/a.ts', '@aws-sdk/client-lambda'],
    ['functions/http/a.ts', '@middy/core'],
    ['functions/http/a/b.ts', 'functions/http/c/d.ts'],
    ['functions/http/a.ts', 'functions/http/c/d.ts'],
    ['functions/http/a/b.ts', '@aws-sdk/client-s3'],
    ['functions/runtime/a.ts', 'functions/gate/gate.ts'],
    ['functions/gate/a.ts', '@aws-sdk/client-s3'],
    ['functions/stores/a.ts', 'functions/runtime/env.ts'],
    ['tracker/src/a.ts', 'core/limits.ts'],
    ['dashboard/src/a.tsx', 'functions/http/track.ts'],
    ['lib/a.ts', 'functions/http/track.ts'],
    ['local/a.ts', 'core/limits.ts'],
    ['local/a.ts', 'lib/settings.ts'],
    ['local/run-assembly.ts', 'local/playhead/first-run.ts'],
    ['functions/runtime/a.ts', 'test/house/imports.ts'],
  ])('refuse %s → %s', (from, to) => {
    expect(value(from, to)).not.toEqual([])
  })

  test('allow a group of routes its own folder', () => {
    expect(value('functions/http/a.ts', 'functions/http/a/b.ts')).toEqual([])
    expect(value('functions/http/a/b.ts', 'functions/http/a/c.ts')).toEqual([])
  })

  test('allow the tracker the types of core', () => {
    expect(
      brokenRules([{ from: 'tracker/src/a.ts', to: 'core/ingest/envelope.ts', typeOnly: true }]),
    ).toEqual([])
  })

  test('find a circle', () => {
    const circle = importCircles([
      { from: 'lib/a.ts', to: 'lib/b.ts', typeOnly: false },
      { from: 'lib/b.ts', to: 'lib/a.ts', typeOnly: false },
    ])
    expect(circle).toEqual(['lib/a.ts → lib/b.ts → lib/a.ts'])
  })
})
