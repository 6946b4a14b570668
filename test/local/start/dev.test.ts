import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePorts, type PlayheadProcess, runPlayhead, temporaryData } from '../../playhead-process.ts'
import { until } from '../until.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const PARTS = [
  'bin',
  'core',
  'dashboard',
  'demo',
  'functions',
  'lib',
  'local',
  'tracker',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.base.json',
]

/** A copy of the sources, so that saving in it disturbs nobody. */
let copy: ReturnType<typeof temporaryData>
let data: ReturnType<typeof temporaryData>
let playhead: PlayheadProcess
let url: string

beforeAll(async () => {
  copy = temporaryData()
  data = temporaryData()
  for (const part of PARTS) cpSync(join(root, part), join(copy.directory, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy.directory, 'node_modules'), 'junction')
  playhead = runPlayhead(data.directory, await freePorts(), { script: 'local/dev.ts', cwd: copy.directory })
  url = (await playhead.ready).url
  await until(playhead.output, (output) => output.includes('player renewed'))
})
afterAll(async () => {
  await playhead?.stop()
  copy?.remove()
  data?.remove()
})

const save = (file: string, change: (source: string) => string) => {
  const path = join(copy.directory, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}
const answer = async (path: string) => {
  const reply = await fetch(`${url}${path}`).catch(() => undefined)
  return reply ? `${reply.status} ${await reply.text()}` : 'no answer'
}
const soon = { timeout: 20_000, interval: 100 }

describe('npm run dev', () => {
  test('answers with the function as it was saved', async () => {
    save('functions/http/health.ts', (source) => source.replaceAll("'healthy'", "'thriving'"))
    await expect.poll(() => answer('/health'), soon).toContain('thriving')
  })

  test('keeps the last good function when a save does not compile, and takes the next', async () => {
    save('functions/http/health.ts', (source) => `${source}\nconst half =`)
    await expect.poll(playhead.output, soon).toContain('functions: Build failed')
    expect(await answer('/health')).toContain('thriving')
    save('functions/http/health.ts', (source) =>
      source.replace('\nconst half =', '').replaceAll("'thriving'", "'blooming'"),
    )
    await expect.poll(() => answer('/health'), soon).toContain('blooming')
  })

  test('serves the tracker as it was saved', async () => {
    save('tracker/src/main.ts', (source) => `${source}\nconsole.debug('saved just now')\n`)
    await expect.poll(() => answer('/tracker.js'), soon).toContain('saved just now')
  })

  test('brings up a function and its route that were not there before', async () => {
    const handler = readFileSync(join(copy.directory, 'functions/http/no-route.ts'), 'utf8')
    writeFileSync(
      join(copy.directory, 'functions/http/teapot.ts'),
      handler.replaceAll("'$default'", "'/teapot'"),
    )
    save(
      'core/api/system-operations.ts',
      (source) =>
        `${source}\nexport const teapot = operation({ ...open, method: 'GET', path: '/api/v1/teapot', id: 'teapot', summary: 'Tea', answers: { 200: null } })\n`,
    )
    save('lib/system-routes.ts', (source) =>
      source
        .replace('import { apiDocs,', 'import { teapot, apiDocs,')
        .replace(
          '    api.serveTheRest(',
          "    api.serve(this, 'Teapot', { path: 'http/teapot' }, [teapot])\n    api.serveTheRest(",
        ),
    )
    // Its function does not know the route, which is a fault; an unknown route would be said not to be there.
    await expect.poll(() => answer('/api/v1/teapot'), soon).toContain('internal-error')
  })

  test('goes on with the old template when a new one cannot be made', async () => {
    save('lib/system-routes.ts', (source) => source.replace("path: 'http/teapot'", "path: 'http/kettle'"))
    await expect.poll(playhead.output, soon).toContain('There is no bundle for functions/http/kettle.ts')
    expect(await answer('/health')).toContain('blooming')
  })
})
