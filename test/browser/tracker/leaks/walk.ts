// Walks through the hostile page under a tracker that does all it can, and collects all that was sent and drawn.
import { SETTINGS } from '../settings.ts'
import type { Stage } from '../stage.ts'
import { wordsIn } from './find-words.ts'
import type { HostilePage } from './hostile-page.ts'

/** A word of the page that nothing gives away. */
export const HARMLESS = 'fernsandmosses'

export type Walked = {
  /** Bodies and addresses of every request to the ingest. */
  sent: string[]
  /** Sources of every picture that was drawn. */
  drawn: string[]
}

export const walk = async (
  stage: Stage,
  hostile: HostilePage,
  { attributes = '', masking = SETTINGS.masking } = {},
): Promise<Walked> => {
  const { site, ingest, page, context } = stage
  ingest.settings = { ...SETTINGS, masking, recording: { ...SETTINGS.recording, canvas: true } }
  const drawn: string[] = []
  /** As it came in: a browser does not show what it has zipped. */
  const sent = () => [
    ...ingest.received.flatMap(({ raw, url, headers }) => [raw, url, JSON.stringify(headers)]),
    ...ingest.pictures.flatMap(({ url, headers }) => [url, JSON.stringify(headers)]),
    ...ingest.strays,
  ]
  await context.exposeFunction('drawnSource', (url: string) => void drawn.push(url))
  await page.addInitScript(() => {
    const image = globalThis as unknown as {
      HTMLImageElement: { prototype: object }
      drawnSource: (url: string) => void
    }
    const src = Object.getOwnPropertyDescriptor(image.HTMLImageElement.prototype, 'src') as PropertyDescriptor
    Object.defineProperty(image.HTMLImageElement.prototype, 'src', {
      ...src,
      set(url: string) {
        if (String(url).startsWith('data:image/svg')) image.drawnSource(String(url))
        src.set?.call(this, url)
      },
    })
  })
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
  site.file('/dot.svg', svg, { 'Content-Type': 'image/svg+xml' })
  site.file('/import.css', 'b { color: teal }', { 'Content-Type': 'text/css' })
  site.file('/answer', hostile.secrets.find(({ place }) => place === 'answer of a fetch')?.word ?? '')
  const path = new URL(hostile.path, site.origin).pathname
  site.page(path, hostile.html(stage.tag(`data-flush-interval="100" ${attributes}`)))
  site.page('/from', `<a href="${hostile.path}">on</a>`)
  // The first page comes to know the settings, so that the second is recorded from its start.
  site.page('/first', stage.tag())
  await page.goto(`${site.origin}/first`)
  await ingest.until(({ name }) => name === 'page_view')
  await page.goto(`${site.origin}/from?${hostile.path.split('?')[1]?.split('&')[0]}`)
  await page.click('a')
  const before = ingest.pictures.length
  await page.waitForFunction(`window.UserTracker?.track`)
  await ingest.untilPictures(before + 1)
  await hostile.act(page)
  await ingest.untilPictures(before + 2)
  // What may be seen must have been seen, or the rest would prove nothing.
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('p'), { className: '${HARMLESS}' }))`,
  )
  for (let tries = 0; tries < 400 && !wordsIn(sent().slice(-60), [HARMLESS]).length; tries++)
    await new Promise((done) => setTimeout(done, 50))
  await page.evaluate(`UserTracker.track('test_end')`)
  await ingest.until(({ name }) => name === 'test_end')
  return { sent: sent(), drawn }
}
