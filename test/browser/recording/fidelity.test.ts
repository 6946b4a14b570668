import { expect, test } from 'vitest'
import { openRecordingStage } from './stage.ts'

const stage = openRecordingStage()
const plainly = { options: { maskSensitiveInputs: false } }

test.each([1, 2, 3, 4])('a page that changes at random is replayed as it was (%i)', async (seed) => {
  const recording = await stage.record('/shop.html', plainly)
  await recording.page.addScriptTag({ url: '/changes.js' })
  for (const part of [0, 1]) {
    await recording.ask(`window.changePage(${seed * 10 + part}, 150)`)
    const { seen, events } = await recording.moment()
    expect((await stage.show(events)).seen).toEqual(seen)
    if (part === 0)
      await recording.ask(
        `document.getElementById('host').replaceWith(Object.assign(document.createElement('div'), { id: 'host' }))`,
      )
  }
  await recording.page.close()
})
