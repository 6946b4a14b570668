import { expect, test } from 'vitest'
import { openStage } from './stage.ts'

const stage = openStage()

const errors = () => stage.ingest.events().filter(({ name }) => name === 'error_occurred')

const open = async () => {
  stage.site.page('/', `<title>Errors</title>${stage.tag()}`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
}

test('an error that nobody caught is told with its place and without its secrets', async () => {
  await open()
  await stage.page.evaluate(`setTimeout(() => {
    throw new TypeError('no stock for ann@ferns.example at https://x.example/a?token=t0psecret')
  })`)
  const { props } = await stage.ingest.until(({ name }) => name === 'error_occurred')
  expect(props).toMatchObject({
    kind: 'error',
    type: 'TypeError',
    message: 'Uncaught TypeError: no stock for *** at https://x.example/a?token=***',
  })
  expect(props['stack']).toContain('TypeError')
  expect(stage.ingest.received.map(({ raw }) => raw).join()).not.toMatch(/ann@|t0psecret/)
  expect(stage.pageErrors).toHaveLength(1)
})

test('a rejected promise that nobody handled is told, whatever it was rejected with', async () => {
  await open()
  await stage.page.evaluate(`void Promise.reject('plain words')`)
  const { props } = await stage.ingest.until(({ name }) => name === 'error_occurred')
  expect(props).toMatchObject({ kind: 'unhandled_rejection', type: 'string', message: 'plain words' })
})

test('a flood of errors is cut short, and the data says by how much', async () => {
  await open()
  await stage.page.evaluate(`for (let i = 0; i < 100; i++) setTimeout(() => { throw new Error('again') })`)
  await stage.ingest.until(({ name }) => name === 'error_occurred')
  await stage.page.evaluate(
    `new Promise((done) => setTimeout(done)).then(() => UserTracker.track('test_end'))`,
  )
  await stage.ingest.until(({ name }) => name === 'test_end')
  const lost = stage.ingest.events().filter(({ name }) => name === 'tracker_dropped')
  expect(errors()).toHaveLength(30)
  expect(lost.every(({ props }) => props['reason'] === 'error_flood')).toBe(true)
  expect(lost.reduce((sum, { props }) => sum + Number(props['count']), 0)).toBe(70)
})
