import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildPackage } from '../../../tracker/build.ts'
import { type PresenceServer, startPresenceServer } from './presence-server.ts'
import { KEY, openStage } from './stage.ts'

const stage = openStage()
/** A connection comes back after a second, and a busy machine takes its time. */
const until = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 })
let server: PresenceServer

beforeAll(async () => {
  server = await startPresenceServer()
})
afterEach(() => server.reset())
afterAll(() => server?.stop())

const open = async (head = '') => {
  stage.site.page(
    '/',
    `<title>Presence</title>${head}<script src="${stage.ingest.origin}/tracker.js"></script>`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.page.evaluate(`
    window.told = []
    window.onUpdate = ({ userId, status, lastSeen }) => told.push([userId, status, ...(lastSeen ? [lastSeen] : [])])
    UserTracker.init({ key: '${KEY}', apiUrl: '${server.origin}/api/v1', partsUrl: '${stage.ingest.origin}/tracker' })`)
}

const start = (options = `{ token: 'user-token', watch: ['ann'], onUpdate }`) =>
  stage.page.evaluate(`window.here = UserTracker.presence.start(${options}); undefined`)
const told = () => stage.page.evaluate(`told`)
const connected = (count = 1) => until(() => server.openSockets()).toBe(count)
/** As if the page's tab was left, or looked at again. */
const look = (hidden: boolean) =>
  stage.page.evaluate(`
    Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))`)
const statuses = (connection = 0) =>
  server.state.said[connection]
    ?.filter(({ event }) => event === 'update_presence')
    .map(({ data }) => data['status'])

test('a user is connected by their token, told how those are whom they watch, and each change once', async () => {
  await open()
  server.state.statuses.set('ann', 'online')
  await start()
  await until(told).toEqual([['ann', 'online']])
  expect(server.state.asked).toEqual([
    { authorization: 'Bearer user-token', key: undefined, body: { pingSeconds: 60 } },
  ])
  server.repeat('ann')
  server.change('ann', 'offline')
  server.repeat('ann')
  server.change('bob', 'online')
  server.change('ann', 'away')
  await until(told).toEqual([
    ['ann', 'online'],
    ['ann', 'offline', '2026-01-25T00:00:01.000Z'],
    ['ann', 'away'],
  ])
  expect(await stage.page.evaluate(`here.statusOf('ann').status`)).toBe('away')
  expect(await stage.page.evaluate(`here.statusOf('bob')`)).toBeUndefined()
})

test('a message is told once to whoever of the page wants messages, also when two connections bring it', async () => {
  await open()
  await start(`{ token: 'user-token', watch: ['ann'], onUpdate, onMessage: (said) => told.push(said) }`)
  await stage.page.evaluate(`UserTracker.presence.start({
    token: null, onMessage: ({ message }) => { told.push(message.text); throw new Error('of the site') } }); undefined`)
  await until(told).toHaveLength(1)
  const message = { messageId: 'msg_1', senderId: 'ann', text: 'Hello', sentAt: '2026-01-25T00:00:00.000Z' }
  const frame = { event: 'message', data: { conversationId: 'c-1', message } }
  server.say(frame)
  server.say(frame)
  server.say({ ...frame, data: { ...frame.data, message: { ...message, messageId: 'msg_2', text: 'You?' } } })
  server.change('ann', 'online')
  await until(told).toContainEqual(['ann', 'online'])
  expect((await told()) as unknown[]).toEqual([
    expect.anything(),
    frame.data,
    'Hello',
    expect.objectContaining({ message: expect.objectContaining({ text: 'You?' }) }),
    'You?',
    ['ann', 'online'],
  ])
})

test('a token is fetched from the site anew for each connection, and a lost one comes back', async () => {
  await open()
  await start(
    `{ token: async () => 'token-' + (window.count = (window.count ?? 0) + 1), watch: ['ann'], onUpdate }`,
  )
  await connected()
  server.drop()
  server.change('ann', 'online')
  await until(told).toContainEqual(['ann', 'online'])
  expect(server.state.asked.map(({ authorization }) => authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ])
  await connected()
})

test('a visitor without a token asks by the site’s key, and says and watches nothing', async () => {
  await open()
  await start(`{ watch: ['ann'], onUpdate }`)
  await connected()
  await look(true)
  expect(server.state.asked).toMatchObject([
    { authorization: undefined, key: KEY, body: { pingSeconds: 60 } },
  ])
  expect(server.state.asked[0]?.body['visitorId']).toMatch(/^[\da-f-]{36}$/)
  // What comes on the way that frames go is there before this.
  await stage.page.evaluate(`here.watch(['bob'])`)
  await start(`{ token: 'user-token', watch: ['cyd'], onUpdate }`)
  await until(() => server.state.said[1]?.map(({ event }) => event)).toContain('watch')
  expect(server.state.said[0]).toEqual([])
})

test('who looks elsewhere is away, and back is online again; a wish of their own wins', async () => {
  await open()
  await start()
  await until(told).toHaveLength(1)
  await look(true)
  await look(false)
  await until(() => statuses()).toEqual(['away', 'online'])
  await stage.page.evaluate(`here.setStatus('away')`)
  await look(true)
  await look(false)
  await stage.page.evaluate(`here.setStatus('online')`)
  await until(() => statuses()).toEqual(['away', 'online', 'away', 'away', 'away', 'online'])
})

test('who touches nothing for five minutes is idle, until they move', async () => {
  await stage.page.clock.install()
  await open()
  await start()
  await until(told).toHaveLength(1)
  expect(server.state.pings).toEqual([{}])
  await stage.page.clock.fastForward(5 * 60_000)
  await until(() => server.state.pings.at(-1)).toEqual({ idle: true })
  await stage.page.mouse.move(20, 30)
  await until(() => server.state.pings.at(-1)).toEqual({})
})

test('a hidden user says so first of all', async () => {
  await open()
  await start(`{ token: 't', hidden: true, watch: ['ann'], onUpdate }`)
  await until(told).toHaveLength(1)
  expect(server.state.said[0]?.[0]).toEqual({
    event: 'update_presence',
    data: { status: 'online', hidden: true },
  })
})

test('a page that is closed says offline at once', async () => {
  await open()
  await start()
  await until(told).toHaveLength(1)
  await stage.page.goto('about:blank')
  await connected(0)
  expect(statuses()).toEqual(['offline'])
})

test('a page that makes way for another one of the same site says nothing: its visitor is still there', async () => {
  await open()
  stage.site.page('/next', '<title>Next</title>')
  await start()
  await until(told).toHaveLength(1)
  await stage.page.evaluate(`location.href = '/next'`)
  await stage.page.waitForURL('**/next')
  await connected(0)
  expect(statuses()).toEqual([])
})

test('all who start on a page share one connection, and are told of whom each wants', async () => {
  await open()
  server.state.statuses.set('ann', 'online')
  await start()
  await until(told).toHaveLength(1)
  await stage.page.evaluate(`
    window.second = []
    window.other = UserTracker.presence.start({ token: null, watch: ['ann', 'bob'], onUpdate: ({ userId, status }) => second.push([userId, status]) }); undefined`)
  await until(() => stage.page.evaluate(`second`)).toEqual([
    ['ann', 'online'],
    ['bob', 'offline'],
  ])
  expect([await told(), server.openSockets(), server.state.asked.length]).toEqual([[['ann', 'online']], 1, 1])
  const watches = server.state.said[0]?.filter(({ event }) => /watch$/.test(event))
  expect(watches).toEqual([
    { event: 'watch', data: { userIds: ['ann'] } },
    { event: 'watch', data: { userIds: ['bob'] } },
  ])
  await stage.page.evaluate(`here.stop()`)
  await connected(0)
  server.change('ann', 'away')
  expect(await told()).toEqual([['ann', 'online']])
})

test('whoever joins waits for the one that brings the token', async () => {
  await open()
  await start(`{ token: null, watch: ['ann'], onUpdate }`)
  await stage.page.evaluate(`window.owner = UserTracker.presence.start({ token: 'late' }); undefined`)
  await until(told).toEqual([['ann', 'offline', '2026-01-25T00:00:00.000Z']])
  expect(server.state.asked.map(({ authorization }) => authorization)).toEqual(['Bearer late'])
})

test('stop leaves at once, and the stop of the tracker ends it, too', async () => {
  await open()
  await start()
  await until(told).toHaveLength(1)
  await stage.page.evaluate(`here.stop()`)
  await connected(0)
  expect(statuses()).toEqual(['offline'])
  await start()
  await connected()
  await stage.page.evaluate(`UserTracker.stop(); here.watch(['bob'])`)
  await connected(0)
  expect([...stage.pageErrors, ...stage.console]).toEqual([])
})

test('without WebSocket, or with a site’s code that throws, the page goes on', async () => {
  await open(`<script>delete window.WebSocket</script>`)
  await start()
  await until(() => stage.console.filter((line) => line.includes('no WebSocket'))).toHaveLength(1)
  await stage.page.evaluate(`here.watch(['bob']); here.setStatus('away'); here.stop()`)
  await open()
  await start(`{ token: () => { throw new Error('no session') } }`)
  await stage.page.evaluate(`here.stop()`)
  await start(`{ token: 't', watch: ['ann'], onUpdate: () => { throw new Error('the site’s own fault') } }`)
  await until(() => stage.console.filter((line) => line.includes('the site’s own fault'))).toHaveLength(1)
  expect(stage.pageErrors).toEqual([])
})

test('a refused token is told in the console once, and not asked with again', async () => {
  await open()
  server.state.refusals.push(401)
  await start()
  await until(() => stage.console.filter((line) => line.includes('gave no ticket'))).toHaveLength(1)
  await look(true)
  await look(false)
  expect(server.state.asked).toHaveLength(1)
})

test('in React the hook gives what is known of each user, with one watch for all components', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'playhead-package-'))
  await buildPackage(folder)
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { StrictMode, useState } from 'react'
        import { createRoot } from 'react-dom/client'
        import { UserTracker, presenceText } from './index.js'
        import { usePresence } from './react.js'
        UserTracker.init({ key: '${KEY}', apiUrl: '${server.origin}/api/v1', partsUrl: '${stage.ingest.origin}/tracker' })
        UserTracker.presence.start({ token: 'user-token' })
        const Dot = ({ of }) => {
          const known = usePresence([of]).get(of)
          return <li>{of}: {known ? presenceText(known, Date.UTC(2026, 0, 25, 0, 5, 30)) : '…'}</li>
        }
        const App = () => {
          const [ids, setIds] = useState(['ann', 'bob', 'ann'])
          return <><ul>{ids.map((id, at) => <Dot key={at} of={id} />)}</ul><button onClick={() => setIds(['ann'])}>Fewer</button></>
        }
        createRoot(document.querySelector('#root')).render(<StrictMode><App /></StrictMode>)`,
      resolveDir: folder,
      loader: 'tsx',
    },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    nodePaths: [join(import.meta.dirname, '../../../node_modules')],
    define: { 'process.env.NODE_ENV': '"development"' },
    tsconfigRaw: {},
  })
  await rm(folder, { recursive: true })
  stage.site.file('/app.js', outputFiles[0]?.text ?? '', { 'Content-Type': 'text/javascript' })
  stage.site.page('/', '<title>App</title><div id="root"></div><script type="module" src="/app.js"></script>')
  server.state.statuses.set('ann', 'online')
  await stage.page.goto(`${stage.site.origin}/`)
  const shown = () => stage.page.locator('li').allInnerTexts()
  await until(shown).toEqual(['ann: Active now', 'bob: Active 5m ago', 'ann: Active now'])
  server.change('ann', 'offline')
  await until(shown).toEqual(['ann: Active 5m ago', 'bob: Active 5m ago', 'ann: Active 5m ago'])
  await stage.page.click('button')
  await until(() => server.state.said[0]?.filter(({ event }) => event === 'unwatch')).toContainEqual({
    event: 'unwatch',
    data: { userIds: ['bob'] },
  })
  const watchedAnn = server.state.said
    .flat()
    .filter(({ event, data }) => event === 'watch' && `${data['userIds']}`.includes('ann'))
  expect([watchedAnn.length, server.openSockets()]).toEqual([1, 1])
  expect(stage.pageErrors).toEqual([])
})
