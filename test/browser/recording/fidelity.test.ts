import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { openRecordingStage } from './stage.ts'

const stage = openRecordingStage()
const plainly = { options: { maskSensitiveInputs: false } }

/** Share of the picture's points that may differ: edges of letters are drawn anew. */
const LIKE = 0.002

test.each([1, 2])('a page that changes at random is replayed as it was (%i)', async (seed) => {
  const recording = await stage.record('/shop.html', plainly)
  await recording.page.addScriptTag({ url: '/changes.js' })
  for (const part of [0, 1]) {
    await recording.ask(`window.changePage(${seed * 10 + part}, 150)`)
    const { seen, events } = await recording.moment()
    expect((await stage.show(events, seen)).seen).toEqual(seen)
    // The changes begin with a shadow root of their own.
    await recording.ask(
      `document.getElementById('host').replaceWith(Object.assign(document.createElement('div'), { id: 'host' }))`,
    )
  }
  await recording.page.close()
})

test.each([
  ['a table that is drawn anew, sorted and changed', '/table.html'],
  ['an app that goes from page to page', '/app.html'],
  ['styles made by scripts, shadow trees and frames', '/styles.html'],
  ['a document too large for one snapshot', '/large.html'],
])('%s is replayed as it was, and looks the same', async (_, path) => {
  const recording = await stage.record(path, plainly)
  const steps = await recording.ask<number>('window.steps.length')
  for (let step = 0; step < steps; step++) {
    await recording.ask(`window.steps[${step}]()`)
    let { seen, events, picture } = await recording.moment()
    let shown = await stage.show(events, seen)
    if (!isDeepStrictEqual(shown.seen, seen)) {
      // A frame is recorded some time after it has loaded, which a busy machine stretches.
      ;({ seen, events, picture } = await recording.moment())
      shown = await stage.show(events, seen)
    }
    expect(shown.seen, `step ${step}`).toEqual(seen)
    expect(await stage.difference(picture, shown.picture), `picture of step ${step}`).toBeLessThan(LIKE)
  }
  expect((await recording.told()).drops).toEqual([])
  await recording.page.close()
})

test('what is typed is replayed, key by key and in every kind of field', async () => {
  const recording = await stage.record('/shop.html', plainly)
  const { page } = recording
  await page.fill('#name', '')
  await page.type('#name', 'Grace Hopper')
  await page.fill('#note', 'one\ntwo')
  await page.check('#agree')
  await page.check('[value=l]')
  await page.selectOption('#colour', 'blue')
  await recording.ask(`document.getElementById('scroller').scrollTo(40, 300)`)
  const { seen, events, picture } = await recording.moment()
  const shown = await stage.show(events, seen)
  expect(shown.seen).toEqual(seen)
  expect(await stage.difference(picture, shown.picture)).toBeLessThan(LIKE)
  await page.close()
})
