import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { KEY, openStage } from './stage.ts'

const stage = openStage({}, fileURLToPath(new URL('parts', import.meta.url)))

const requested: string[] = []

const open = async (head = stage.tag('data-flush-interval="100"')) => {
  requested.length = 0
  stage.page.on('request', (request) => requested.push(new URL(request.url()).pathname))
  stage.site.page('/', `<title>Presence</title>${head}`)
  await stage.page.goto(`${stage.site.origin}/`)
}

const fetched = () => requested.filter((path) => path.startsWith('/tracker/presence-')).length
const told = () => stage.page.evaluate(`window.told`)

test('the code of presence is fetched when it is asked for, once, and never else', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`UserTracker.login()`)
  // A call of the part `later`, which has fetched by then what it wants.
  await stage.ingest.until(({ name }) => name === 'login')
  expect(fetched()).toBe(0)
  await stage.page.evaluate(`
    UserTracker.presence.start({ token: 'a' })
    UserTracker.presence.start({ token: 'b' })`)
  await expect.poll(told).toEqual(['loaded', [0, 'start', { token: 'a' }], [1, 'start', { token: 'b' }]])
  expect(fetched()).toBe(1)
})

test('what is called before the script has run, or before the part is there, is done in its order', async () => {
  await open(`<script>
      window.UserTracker = { q: [['presence', { token: 'snippet' }], ['init', { key: '${KEY}', apiUrl: '${stage.ingest.origin}/api/v1', flushInterval: 100 }]] }
    </script>
    <script src="${stage.ingest.origin}/tracker.js"></script>
    <script>
      const here = UserTracker.presence.start({ token: 't', watch: ['ann'] })
      here.watch(['bob'])
      here.setStatus('away', { hidden: true })
      here.unwatch(['ann'])
      here.stop()
    </script>`)
  await expect
    .poll(told)
    .toEqual([
      'loaded',
      [0, 'start', { token: 'snippet' }],
      [1, 'start', { token: 't', watch: ['ann'] }],
      [1, 'watch', ['bob']],
      [1, 'setStatus', 'away', { hidden: true }],
      [1, 'unwatch', ['ann']],
      [1, 'stop'],
    ])
})

test('what is called once the part is there reaches it at once, and stop ends it', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`window.here = UserTracker.presence.start({ token: 't' })`)
  await expect.poll(told).toHaveLength(2)
  expect(await stage.page.evaluate(`here.watch(['ann']); told.at(-1)`)).toEqual([0, 'watch', ['ann']])
  await stage.page.evaluate(`UserTracker.stop(); here.watch(['bob'])`)
  expect(await told()).toEqual(['loaded', [0, 'start', { token: 't' }], [0, 'watch', ['ann']], 'ended'])
})
