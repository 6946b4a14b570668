import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPackage } from '../../../tracker/build.ts'
import { KEY, openStage } from './stage.ts'

const stage = openStage()
const examples = fileURLToPath(new URL('../../../tracker/package/examples', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playhead-package-'))
  await buildPackage(folder)
})

afterAll(() => rm(folder, { recursive: true }))

/** As a site's own bundler would make it, with the package from where it was built. */
const bundle = async (contents: string, define: Record<string, string> = {}) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: examples, loader: 'tsx' },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"development"', ...define },
    alias: { '@playhead/tracker': join(folder, 'index.js') },
    tsconfigRaw: {},
  })
  return outputFiles[0]?.text ?? ''
}

const open = async (code: string) => {
  stage.site.file('/app.js', code, { 'Content-Type': 'text/javascript' })
  stage.site.page('/', '<title>App</title><div id="root"></div><script type="module" src="/app.js"></script>')
  await stage.page.goto(`${stage.site.origin}/`)
}

const options = () => `{ key: '${KEY}', apiUrl: '${stage.ingest.origin}/api/v1', flushInterval: 100 }`
const views = () => stage.ingest.events().filter(({ name }) => name === 'page_view')

test('in React it runs with the app, once in strict mode too, and stops with it', async () => {
  await open(
    await bundle(`
      import { StrictMode } from 'react'
      import { createRoot } from 'react-dom/client'
      import { BuyButton, Tracked } from './react.tsx'
      const root = createRoot(document.querySelector('#root')!)
      root.render(<StrictMode><Tracked options={${options()}}><BuyButton plant="fern" /></Tracked></StrictMode>)
      Object.assign(window, { end: () => root.unmount() })`),
  )
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.click('button')
  const { props } = await stage.ingest.until(({ name }) => name === 'add_to_cart')
  expect(props).toEqual({ plant: 'fern' })
  expect(await stage.page.evaluate(`typeof UserTracker.track`)).toBe('function')
  await stage.page.evaluate(`end()`)
  expect(await stage.page.evaluate(`UserTracker.getSessionHeaders()`)).toEqual({})
  expect(stage.console.filter((line) => line.startsWith('UserTracker'))).toEqual([])
})

test('its later part comes from the API’s origin', async () => {
  const requested = stage.page.waitForResponse(/\/tracker\/later-\w+\.js$/)
  await open(await bundle(`import { UserTracker } from '@playhead/tracker'; UserTracker.init(${options()})`))
  const response = await requested
  expect([response.status(), new URL(response.url()).origin]).toEqual([200, stage.ingest.origin])
})

test('as a Vue plugin it starts with the app, is at hand in it, and stops with it', async () => {
  // An app as far as a plugin sees it; Vue itself is not among our packages.
  await open(
    await bundle(`
      import { playhead } from './vue.ts'
      const given = new Map(), ends = []
      playhead.install({ provide: (key, value) => given.set(key, value), onUnmount: (act) => ends.push(act) }, ${options()})
      given.get('tracker').track('in_vue')
      Object.assign(window, { end: () => ends.forEach((act) => act()) })`),
  )
  await stage.ingest.until(({ name }) => name === 'in_vue')
  await stage.page.evaluate(`end()`)
  expect(await stage.page.evaluate(`UserTracker.getSessionHeaders()`)).toEqual({})
})

test('in Next.js the client’s instrumentation starts it, and steps of the router are page views', async () => {
  await open(
    await bundle(`import './next/instrumentation-client.ts'`, {
      'process.env.NEXT_PUBLIC_PLAYHEAD_KEY': JSON.stringify(KEY),
      'process.env.NEXT_PUBLIC_PLAYHEAD_URL': JSON.stringify(stage.ingest.origin),
    }),
  )
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`history.pushState({}, '', '/products'); UserTracker.q.push(['track', 'end'])`)
  await stage.ingest.until(({ name }) => name === 'end')
  expect(views().map(({ url }) => new URL(url ?? '').pathname)).toEqual(['/', '/products'])
})

test('on a server it can be imported and called, and does nothing', async () => {
  const { UserTracker, addSessionTo } = await import(pathToFileURL(join(folder, 'index.js')).href)
  UserTracker.init({ key: KEY })
  UserTracker.track('nothing')
  const here = await UserTracker.presence.start({ token: 't' })
  here.watch(['ann'])
  here.stop()
  expect(UserTracker.getSessionHeaders()).toEqual({})
  expect(typeof addSessionTo).toBe('function')
  expect('UserTracker' in globalThis).toBe(false)
})

test('the site’s own requests carry the session, by fetch and by axios', async () => {
  stage.site.file('/api', '{}')
  const asked = stage.page.waitForRequest((request) => request.url().endsWith('/api'))
  await open(
    await bundle(`
      import { addSessionTo, fetchWithSession, UserTracker } from '@playhead/tracker'
      UserTracker.init(${options()})
      await fetchWithSession('/api', { headers: { 'x-own': '1' } })
      const changes = []
      const end = addSessionTo({ interceptors: { request: { use: (change) => changes.push(change) - 1, eject: (id) => { changes[id] = undefined } } } })
      Object.assign(window, { axiosHeaders: changes[0]({ headers: { 'x-own': '1' } }).headers, end, changes })`),
  )
  const request = await asked
  await stage.page.waitForFunction(`window.axiosHeaders`)
  const session = await stage.page.evaluate(`UserTracker.getSessionHeaders()['X-Session-ID']`)
  expect(await stage.page.evaluate(`axiosHeaders`)).toEqual({ 'x-own': '1', 'X-Session-ID': session })
  expect(await request.headerValue('x-session-id')).toBe(session)
  expect(await stage.page.evaluate(`end(); changes[0] === undefined`)).toBe(true)
})
