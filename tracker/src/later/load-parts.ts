// Fetches the script's further parts, and only those that options, project and sample want.

import type { ResolvedOptions } from '../options.ts'
import { isSampled } from '../sampling.ts'
import type { Settings, Site, StartPart } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'
import type { openPresenceCalls } from './presence-calls.ts'

/** Name of each part and of the file it was built to; put in by the build. */
declare const PARTS: Record<string, string>

/** The parameter holds for the tab's whole session, which the overlay itself sees to. */
const isDebugged = () => {
  try {
    return /[?&]tracker-debug\b/.test(location.search) || !!sessionStorage['playhead_debug']
  } catch {
    return false
  }
}

/** Who asks the browser to save data pays for it by the megabyte: a picture of each page is not worth that. */
const savesData = () =>
  !!(navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData

type Wish = (options: ResolvedOptions, settings: Settings, sessionId: string) => boolean

const WISHES: Record<string, Wish> = {
  recorder: ({ record }, { recording }, id) =>
    record && recording.enabled && isSampled(id, recording.sampleRate),
  screenshots: ({ captureScreenshots }, { screenshots }, id) =>
    captureScreenshots && screenshots.enabled && !savesData() && isSampled(id, screenshots.sampleRate),
  debug: isDebugged,
}

/** Looks again whenever the project or another session may want it otherwise. */
export const loadParts = (
  site: Site,
  presence: Pick<ReturnType<typeof openPresenceCalls>, 'isWanted' | 'onWanted'>,
): Undo => {
  const running = new Map<string, Undo>()

  const load = (name: string, file: string) => {
    let ended = false
    let undo: Undo | undefined
    running.set(name, () => {
      ended = true
      undo?.()
    })
    import(/* webpackIgnore: true */ /* @vite-ignore */ `${site.options.partsUrl}/${file}`).then(
      site.guarded(({ start }: { start: StartPart }) => {
        if (!ended) undo = start(site)
      }),
      // Blocked, offline or deployed away: costs this part, never the page.
      () => site.drop('part_not_loaded'),
    )
  }

  const end = (name: string) => {
    const undo = running.get(name)
    running.delete(name)
    if (undo) site.guarded(undo)()
  }

  const review = () => {
    for (const [name, file] of Object.entries(PARTS)) {
      const wanted =
        // A site asks for it for its own pages: it is nothing of which a sample would do.
        name === 'presence'
          ? presence.isWanted()
          : site.isTracked() && WISHES[name]?.(site.options, site.settings, site.who().sessionId)
      if (!wanted) end(name)
      else if (!running.has(name)) load(name, file)
    }
  }

  presence.onWanted(review)
  review()
  return undoAll([
    site.onSession(review),
    // Shares by page may take the session from here on.
    site.onPage(review),
    site.onSettings(review),
    () => {
      for (const name of running.keys()) end(name)
    },
  ])
}
