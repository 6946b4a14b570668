import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuid } from '../../unit/core/make-batch.ts'
import { openRecordingStage, type Recording } from '../recording/stage.ts'
import { makeReplay } from './make-segments.ts'
import { type OpenPlayer, openPlayerStage, seeScript } from './player-stage.ts'

const recorder = openRecordingStage()
const stage = openPlayerStage()
const plainly = { options: { maskSensitiveInputs: false } }
let see: string

beforeAll(async () => {
  see = await seeScript()
})

type Moment = { at: number; seen: unknown; picture: Buffer }

const momentOf = async (recording: Recording): Promise<Moment> => {
  const { seen, events, picture } = await recording.moment()
  return { at: events.at(-1)?.timestamp ?? 0, seen, picture }
}

const seenIn = async (player: OpenPlayer): Promise<unknown> => {
  await player.frame().evaluate(see)
  return player.inPage('window.see(document)')
}

/** Share of the picture's points that may differ: edges of letters, and the pointer. */
const LIKE = 0.004

test.each([
  ['a table that is drawn anew, sorted and changed', '/table.html'],
  ['an app that goes from page to page', '/app.html'],
  ['styles made by scripts, shadow trees and frames', '/styles.html'],
  ['a document too large for one snapshot', '/large.html'],
])('%s is shown as it was, at each moment, forth and back', async (_, path) => {
  const recording = await recorder.record(path, plainly)
  const moments: Moment[] = [await momentOf(recording)]
  const steps = await recording.ask<number>('window.steps.length')
  for (let step = 0; step < steps; step++) {
    await recording.ask(`window.steps[${step}]()`)
    moments.push(await momentOf(recording))
  }
  const events = await recording.events()
  const made = makeReplay([{ tabId: uuid(1), events }])
  const player = await stage.open(made, { skipInactivity: false })
  await player.shown()
  for (const [index, { at, seen, picture }] of [...moments, ...moments.toReversed()].entries()) {
    await player.seek(at)
    await expect.poll(() => seenIn(player), { timeout: 3_000, message: `moment ${index}` }).toEqual(seen)
    if (index < moments.length)
      // Painted a frame after it is there, or later on a machine with other work.
      await expect
        .poll(async () => recorder.difference(picture, await player.page.screenshot()), { timeout: 3_000 })
        .toBeLessThan(LIKE)
  }
  expect((await player.state()).leftOut).toBe(0)
  await recording.page.close()
  await player.page.close()
})

test.each([1, 2])('a page that changes at random is shown as it was (%i)', async (seed) => {
  const recording = await recorder.record('/shop.html', plainly)
  await recording.page.addScriptTag({ url: '/changes.js' })
  const moments: Moment[] = []
  for (const part of [0, 1]) {
    await recording.ask(`window.changePage(${seed * 10 + part}, 150)`)
    moments.push(await momentOf(recording))
    await recording.ask(
      `document.getElementById('host').replaceWith(Object.assign(document.createElement('div'), { id: 'host' }))`,
    )
  }
  const made = makeReplay([{ tabId: uuid(1), events: await recording.events() }])
  const player = await stage.open(made)
  await player.shown()
  for (const { at, seen } of [...moments, ...moments]) {
    await player.seek(at)
    expect(await seenIn(player)).toEqual(seen)
  }
  await recording.page.close()
  await player.page.close()
})

afterAll(() => undefined)
