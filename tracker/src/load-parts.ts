// Fetches the script's further parts once the page is idle, and only those that options, project and sample want.
import type { ResolvedOptions } from './options.ts'
import { whenIdle } from './page/when-idle.ts'
import { isSampled } from './sampling.ts'
import type { Settings, Site, StartPart } from './site.ts'
import type { Undo } from './undo.ts'

/** Name of each part and of the file it was built to; put in by the build. */
declare const PARTS: Record<string, string>

type Wish = (options: ResolvedOptions, settings: Settings, sessionId: string) => boolean

const WISHES: Record<string, Wish> = {
  later: () => true,
  recorder: ({ record }, { recording }, id) =>
    record && recording.enabled && isSampled(id, recording.sampleRate),
  screenshots: ({ captureScreenshots }, { screenshots }, id) =>
    captureScreenshots && screenshots.enabled && isSampled(id, screenshots.sampleRate),
  debug: () => /[?&]tracker-debug\b/.test(location.search),
}

export type Parts = {
  /** To be called when settings or session have changed: loads what is wanted now, ends what is not. */
  review: (sessionId: string) => void
  stop: Undo
}

export const openParts = (site: Site): Parts => {
  const running = new Map<string, Undo>()
  /** One after the other, as the build has put them: `later` brings what the others need. */
  let loaded: Promise<unknown> = new Promise((done) => {
    whenIdle(() => done(undefined))
  })

  const load = (name: string, file: string) => {
    let ended = false
    let undo: Undo | undefined
    running.set(name, () => {
      ended = true
      undo?.()
    })
    loaded = loaded
      .then(
        () =>
          ended || import(/* webpackIgnore: true */ /* @vite-ignore */ `${site.options.partsUrl}/${file}`),
      )
      .then(
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

  return {
    review: (sessionId) => {
      for (const [name, file] of Object.entries(PARTS)) {
        const wanted = WISHES[name]?.(site.options, site.settings, sessionId)
        if (!wanted) end(name)
        else if (!running.has(name)) load(name, file)
      }
    },
    stop: () => {
      for (const name of running.keys()) end(name)
    },
  }
}
