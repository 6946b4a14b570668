// The control of the leak test: a tracker that masks nothing sends them all, so the leak test can fail.
import { expect, test } from 'vitest'
import { openStage } from '../stage.ts'
import { wordsIn } from './find-words.ts'
import { hostilePage } from './hostile-page.ts'
import { unmasked } from './unmasked.ts'
import { walk } from './walk.ts'

const stage = openStage({}, undefined, [unmasked])

test('without masking every secret that is read at all is found', async () => {
  const hostile = hostilePage()
  const { sent, drawn } = await walk(stage, hostile)
  const read = hostile.secrets.filter((secret) => secret.read)
  const found = new Set(
    wordsIn(
      [...sent, ...drawn],
      read.map(({ word }) => word),
    ),
  )
  expect(read.length).toBeGreaterThan(90)
  expect(read.filter(({ word }) => !found.has(word)).map(({ place }) => place)).toEqual([])
})
