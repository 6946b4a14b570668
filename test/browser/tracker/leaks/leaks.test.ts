// The leak test: of secrets planted wherever a page can hold one, no byte is in anything that is sent or drawn.
import { expect, test } from 'vitest'
import { openStage } from '../stage.ts'
import { wordsIn } from './find-words.ts'
import { type HostilePage, hostilePage } from './hostile-page.ts'
import { HARMLESS, walk } from './walk.ts'

const stage = openStage()

/** Places of the secrets that are in some of the texts. */
const placesIn = (texts: string[], { secrets }: HostilePage) => {
  const found = new Set(
    wordsIn(
      texts,
      secrets.map(({ word }) => word),
    ),
  )
  return secrets.filter(({ word }) => found.has(word)).map(({ place }) => place)
}

test('no planted secret is in any request, nor in the source of any picture', async () => {
  const hostile = hostilePage()
  const { sent, drawn } = await walk(stage, hostile)
  // Everything that could carry them was there.
  expect(hostile.secrets.length).toBeGreaterThan(100)
  expect(wordsIn(sent, [HARMLESS, 'likesshade'])).toEqual([HARMLESS, 'likesshade'])
  expect(drawn.length).toBeGreaterThanOrEqual(2)
  expect(placesIn(sent, hostile)).toEqual([])
  expect(placesIn(drawn, hostile)).toEqual([])
  expect(stage.pageErrors.filter((error) => !/ferns|eyJ/.test(error))).toEqual([])
})

test('in the strict mode no word of the page is', async () => {
  const hostile = hostilePage({ words: true })
  const { sent, drawn } = await walk(stage, hostile, { masking: { inputs: true, text: true } })
  expect(placesIn([...sent, ...drawn], hostile)).toEqual([])
})

test('where site and project let inputs be seen, passwords, cards and addresses of e-mail still are not', async () => {
  const hostile = hostilePage()
  const { sent, drawn } = await walk(stage, hostile, {
    attributes: 'data-mask-sensitive-inputs="false"',
    masking: { inputs: false, text: false },
  })
  const seen = placesIn([...sent, ...drawn], hostile)
  // This much the site asked for; and nothing else.
  expect(seen.sort()).toEqual(
    [
      'typed into text',
      'typed into search',
      'typed into url',
      'typed into an editor',
      'typed into a textarea',
      'typed into a frame',
      'typed into a shadow tree',
      'filled in by a script',
      'default value',
      'default of a textarea',
      'default of an editor',
      'checkbox',
    ].sort(),
  )
})
