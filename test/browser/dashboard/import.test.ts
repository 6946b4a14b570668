// Importing a recording that was made elsewhere, from the list of sessions.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ImportedRecording } from '../../../core/imports/recording-import.ts'
import { opening } from '../../unit/core/replay/recordings.ts'
import { openAsMember, openTheatre, type Stage, sessionRows } from './dashboard-stage.ts'
import { eventAt, sessionAt, shop } from './fixtures.ts'
import { stateOf } from './mock-imports.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
afterEach(() => stage.close())

const events = opening(Date.UTC(2019, 5, 1))
const fileOf = (content: string | Buffer, name = 'visit.json') => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(content),
})

const open = async (change = (_: Stage['backend']['state']) => {}, role: typeof shop.role = shop.role) => {
  stage = await theatre.openStage({ viewport: { width: 1440, height: 900 } })
  const { state } = stage.backend
  state.sessions = Array.from({ length: 4 }, (_, n) => sessionAt(n, Date.now()))
  Object.assign(state.projects[0] ?? {}, { role })
  change(state)
  await openAsMember(stage, `/sessions?project=${shop.projectId}`)
  await sessionRows(stage.page).first().waitFor()
  return stage
}

const openDialog = async () => {
  const { page } = stage
  await page.getByRole('button', { name: 'More for this list' }).click()
  await page.getByRole('menuitem', { name: 'Import recording' }).click()
  await page.getByRole('dialog', { name: 'Import recording' }).waitFor()
}
const choose = (file: ReturnType<typeof fileOf>) =>
  stage.page.getByLabel('Recording to import').setInputFiles(file)
const press = () => stage.page.getByRole('button', { name: 'Import', exact: true }).click()
const sent = (path: string) => stage.backend.state.asked.filter((asked) => asked.path === path)

test('a small file goes in the request, and the way leads to its session as soon as it is there', async () => {
  const { page, backend } = await open()
  await openDialog()
  await choose(fileOf(JSON.stringify({ events })))
  await page.getByText('visit.json').waitFor()
  await page.getByLabel('User').fill('grace')
  await press()
  await page.getByText('3 events in').waitFor()
  await page.getByText('Waiting for the session').waitFor()
  const [asked] = sent('/api/v1/recordings')
  expect(asked?.body).toMatchObject({ userId: 'grace', events: JSON.parse(JSON.stringify(events)) })
  expect(asked?.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/)
  const { sessionId } = backend.state.imported
  const imported = sessionAt(9, Date.now(), { sessionId, endedAt: Date.now() })
  backend.state.sessions.push(imported)
  backend.state.events.push(eventAt(0, imported))
  await page.getByRole('link', { name: 'Open the session' }).click()
  await page.waitForURL(`**/sessions/${sessionId}?**`)
  expect(stage.complaints.filter((text) => !text.includes('404'))).toEqual([])
})

test('a large file is uploaded by a form, and a file that is dropped is taken like one that is chosen', async () => {
  const { page, backend } = await open(({ looks }) =>
    looks.push((state) => stateOf(state, 'importing', 0.42)),
  )
  await openDialog()
  await page.evaluate(`(() => {
    const file = new File(['[' + ' '.repeat(1_200_000) + ']'], 'long-visit.json')
    const transfer = new DataTransfer()
    transfer.items.add(file)
    const target = document.querySelector('input[type=file]').closest('label')
    target.dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
  })()`)
  await page.getByText('long-visit.json').waitFor()
  await press()
  await page.getByText('Importing, 42 %. It goes on if you close this.').waitFor()
  await page.getByText('3 events in').waitFor()
  expect(backend.state.uploads[0]).toBeGreaterThan(1_200_000)
  expect(sent('/api/v1/recording-uploads')[0]?.body).toEqual({ bytes: 1_200_002 })
  expect(sent('/api/v1/recordings')[0]?.body).toMatchObject({
    uploadId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('what was left out of a file is said with its reason', async () => {
  const { page } = await open((state) => {
    const rejected: ImportedRecording['rejected'] = [
      { reason: 'bad_time', count: 2, first: 6, text: 'No time in milliseconds since 1970.' },
    ]
    state.imported = { ...state.imported, rejected }
  })
  await openDialog()
  await choose(fileOf(JSON.stringify(events)))
  await press()
  await page.getByText('2 events, the first at place 7: No time').waitFor()
})

test.each<[string, string, string, (state: Stage['backend']['state']) => void]>([
  ['half a file', '{"events": [', 'The file is not JSON.', () => {}],
  ['another file', '{"name": "x"}', 'neither an array of rrweb events', () => {}],
  [
    'a recording of nothing',
    '[]',
    'The recording has no events.',
    (state) =>
      state.faults.set('/api/v1/recordings', {
        status: 400,
        body: { code: 'not-a-recording', title: 'Bad Request', detail: 'The recording has no events.' },
      }),
  ],
  [
    'an upload that is refused',
    `[${' '.repeat(1_000_000)}]`,
    'The file could not be uploaded.',
    (state) => Object.assign(state, { uploadStatus: 403 }),
  ],
])('of %s it says what is wrong, and another file may be tried', async (_, content, sentence, change) => {
  const { page, backend } = await open(change)
  await openDialog()
  await choose(fileOf(content))
  await press()
  await page.getByRole('alert').getByText(sentence).waitFor()
  backend.state.faults.clear()
  await choose(fileOf(JSON.stringify(events), 'better.json'))
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await press()
  await page.getByText('3 events in').waitFor()
})

test('a file that is sent again after a lost answer is the same import', async () => {
  const { page, backend } = await open((state) => state.stumbles.set('POST /api/v1/recordings', 'lose'))
  await openDialog()
  await choose(fileOf(JSON.stringify(events)))
  await press()
  await page.getByRole('alert').waitFor()
  await press()
  await page.getByText('3 events in').waitFor()
  const keys = sent('/api/v1/recordings').map(({ idempotencyKey }) => idempotencyKey)
  expect(keys.length).toBe(2)
  expect(new Set(keys).size).toBe(1)
  expect(backend.state.uploads).toEqual([])
})

test('why the import of a large file failed is said as soon as it is known', async () => {
  const detail = 'The file is neither an array of rrweb events nor an object with such an array as events.'
  const { page } = await open(({ looks }) =>
    looks.push((state) => ({
      ...stateOf(state, 'failed', 0),
      problem: { code: 'not-a-recording', status: 400, detail },
    })),
  )
  await openDialog()
  await choose(fileOf(`[${' '.repeat(1_000_000)}]`))
  await press()
  await page.getByRole('alert').getByText(detail).waitFor()
})

test('viewers are not offered it', async () => {
  const { page } = await open(undefined, 'viewer')
  await page.getByRole('heading', { name: 'Sessions' }).waitFor()
  expect(await page.getByRole('button', { name: 'More for this list' }).count()).toBe(0)
})
