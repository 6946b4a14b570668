// Fetches what every page needs, but not at once, when the page is idle.

import { whenIdle } from './page/when-idle.ts'
import type { Site, StartPart } from './site.ts'
import type { Undo } from './undo.ts'

/** The file that the part was built to; put in by the build. */
declare const LATER: string

export const loadLater = (site: Site): Undo => {
  /** None once the tracker has stopped. */
  let undo: Undo | undefined = whenIdle(() => {
    import(/* webpackIgnore: true */ /* @vite-ignore */ `${site.options.partsUrl}/${LATER}`).then(
      site.guarded(({ start }: { start: StartPart }) => {
        if (undo) undo = start(site)
      }),
      // Blocked, offline or deployed away: costs this part, never the page.
      () => site.drop('part_not_loaded'),
    )
  })
  return () => {
    // Who wants to be erased waits for the part that tells it: no later page may know it.
    if (site.forgotten) return
    undo?.()
    undo = undefined
  }
}
