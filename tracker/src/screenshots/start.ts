// One picture of each page a person sees, taken when the page has settled and nothing else is going on.
import { uuidV4 } from '../identity/uuid.ts'
import { TEXT_MAX_CHARS } from '../limits.ts'
import { pagePrivacy } from '../privacy/page-privacy.ts'
import type { Site } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'
import { drawPage } from './draw.ts'
import { FONTS_MS, SETTLE_MS } from './limits.ts'
import { openResources } from './resources.ts'
import { type Shown, sendPicture } from './send-picture.ts'
import { Abandoned, openSlices } from './slices.ts'
import { writePage } from './write-page.ts'

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

const isVisible = () =>
  new Promise<void>((done) => {
    if (!document.hidden) return done()
    const look = () => {
      if (document.hidden) return
      document.removeEventListener('visibilitychange', look)
      done()
    }
    document.addEventListener('visibilitychange', look)
  })

const isLoaded = () =>
  new Promise<void>((done) => {
    if (document.readyState === 'complete') done()
    else addEventListener('load', () => done(), { once: true })
  })

export const startScreenshots = (site: Site): Undo => {
  const { options } = site
  const send = fetch
  /** The page that is shown now; a picture of another is not wanted any more. */
  let current = 0

  const take = async (page: number, url: string) => {
    const isWanted = () => page === current
    const ts = site.now()
    const who = site.who()
    await isLoaded()
    await wait(SETTLE_MS)
    await isVisible()
    await Promise.race([document.fonts?.ready, wait(FONTS_MS)])
    const breathe = openSlices(isWanted)
    await breathe()
    const privacy = pagePrivacy(site)
    const written = await writePage(document, {
      privacy,
      breathe,
      resources: openResources(send),
      drawCanvases: site.settings.recording.canvas,
    })
    if (!isWanted()) return
    // Out of range is no mistake here, but the next best.
    const quality = Math.min(Math.max(options.screenshotQuality, 0), 1)
    const { jpeg, width, height } = await drawPage(written, quality, breathe)
    const title = privacy.text(document.querySelector('title') ?? document.documentElement, document.title)
    const shown: Shown = {
      v: 1,
      ...who,
      screenshotId: uuidV4(),
      ts,
      url,
      title: title.slice(0, TEXT_MAX_CHARS),
      width,
      height,
      viewport: { width: innerWidth, height: innerHeight },
      scroll: { x: Math.max(0, Math.round(scrollX)), y: Math.max(0, Math.round(scrollY)) },
    }
    const to = `${options.apiUrl}/track/screenshot?k=${options.key}`
    const isTaken = await sendPicture(send, to, shown, jpeg, site.now)
    if (!isTaken) site.drop('screenshot_failed')
  }

  const show = (url: string) => {
    const page = ++current
    take(page, url).catch((fault) => {
      if (!(fault instanceof Abandoned)) site.drop('screenshot_failed')
    })
  }

  show(site.privacy.url(location.href))
  return undoAll([
    () => {
      current = 0
    },
    site.onPage(({ url }) => show(url)),
  ])
}
