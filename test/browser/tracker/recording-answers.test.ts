import { expect, test } from 'vitest'
import type { PageSettings } from '../../../core/projects/page-settings.ts'
import { openStage } from './stage.ts'

const stage = openStage()

const RECORDING: PageSettings = {
  version: 'recording',
  idleMinutes: 30,
  recording: { enabled: true, sampleRate: 1, mode: 'always', consoles: false, network: false, canvas: false },
  screenshots: { enabled: false, sampleRate: 0 },
  masking: { inputs: true, text: false },
}

const FULL_SNAPSHOT = 2

const recorded = () =>
  stage.ingest.received.flatMap(({ batch }) => (batch.replay?.events ?? []) as { type: number }[])
const snapshots = () => recorded().filter(({ type }) => type === FULL_SNAPSHOT).length
const withRecording = () => stage.ingest.received.filter(({ batch }) => batch.replay)
const addText = (text: string) =>
  stage.page.evaluate(`document.body.append(document.createElement('p').textContent = '${text}')`)
const track = (name: string) => stage.page.evaluate(`UserTracker.track('${name}')`)
const said = (text: string) => withRecording().some(({ raw }) => raw.includes(text))

const open = async (attributes?: string) => {
  stage.ingest.settings = RECORDING
  stage.site.page('/', `<title>Answers</title><p>First</p>${stage.tag(attributes)}`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
}

test('after a refused batch the recording begins anew, so that what follows has a snapshot to stand on', async () => {
  await open()
  await expect.poll(snapshots).toBe(1)
  let refused = 0
  stage.ingest.refuses = ({ replay }) => Boolean(replay) && refused++ === 0
  await addText('refused')
  await expect.poll(snapshots).toBe(2)
  expect(said('refused')).toBe(true)
  await addText('after')
  await expect.poll(() => said('after')).toBe(true)
  // Nobody begins anew again and again.
  expect(snapshots()).toBe(2)
})

test('where every recording is refused the page stops recording, says so, and goes on with events', async () => {
  stage.ingest.refuses = ({ replay }) => Boolean(replay)
  await open()
  const told = await stage.ingest.until(({ name, props }) => {
    track('again').catch(() => {})
    return name === 'tracker_dropped' && props['reason'] === 'recording_refused'
  })
  expect(told.props).toMatchObject({ reason: 'recording_refused' })
  const refused = withRecording().length
  expect(refused).toBe(3)
  await addText('unrecorded')
  await track('last')
  await stage.ingest.until(({ name }) => name === 'last')
  expect(withRecording()).toHaveLength(refused)
  expect(stage.pageErrors).toEqual([])
})

test('while somebody watches, the recording begins anew and leaves every second', async () => {
  await open('data-flush-interval="3600000" data-recording-interval="3600000"')
  await track('waits')
  stage.ingest.live = true
  // The page is hidden and shown again, as nothing else leaves so soon.
  await stage.page.evaluate(`
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    delete document.hidden`)
  await stage.ingest.until(({ name }) => name === 'waits')
  const before = snapshots()
  await expect.poll(snapshots, { timeout: 5_000 }).toBeGreaterThan(before)
  const live = snapshots()
  await addText('seen live')
  await track('with_it')
  await expect.poll(() => said('seen live'), { timeout: 5_000 }).toBe(true)
  await stage.ingest.until(({ name }) => name === 'with_it')
  expect(snapshots()).toBe(live)
})

test('the recording waits for an event, whose batch takes it along, and leaves with a page that goes', async () => {
  await open('data-flush-interval="100" data-recording-interval="3600000"')
  await stage.page.waitForFunction(
    `performance.getEntriesByType('resource').some(({ name }) => name.includes('/recorder-'))`,
  )
  await expect
    .poll(async () => {
      await track('carries')
      return snapshots()
    })
    .toBe(1)
  await addText('waits for the event')
  await track('carrier')
  await stage.ingest.until(({ name }) => name === 'carrier')
  await track('carrier_after')
  await stage.ingest.until(({ name }) => name === 'carrier_after')
  await addText('waits for the end')
  expect(said('waits for the end')).toBe(false)
  stage.site.page('/next', '<title>Next</title>')
  await stage.page.goto(`${stage.site.origin}/next`)
  await expect.poll(() => said('waits for the end')).toBe(true)
  expect(said('waits for the event')).toBe(true)
})

test('a recording without an event leaves once it has waited', async () => {
  await open('data-flush-interval="3600000" data-recording-interval="200"')
  await expect.poll(snapshots, { timeout: 5_000 }).toBe(1)
  await addText('alone')
  await expect.poll(() => said('alone')).toBe(true)
})
