// Whether the page goes because another one of the same site comes: its visitor is not gone then.
import type { Site } from '../site.ts'
import type { Undo } from '../undo.ts'

/** What is used of the browser's Navigation API, where it has one. */
type Navigation = EventTarget & { addEventListener: EventTarget['addEventListener'] }
type Navigate = Event & {
  destination: { url: string; sameDocument: boolean }
  hashChange: boolean
  downloadRequest: string | null
}

export const watchNavigation = ({ listen }: Pick<Site, 'listen'>, undos: Undo[]) => {
  let stays = false
  const { navigation } = window as { navigation?: Navigation }
  if (navigation) {
    const end = () => {
      stays = false
    }
    undos.push(
      listen<Navigate>(navigation, 'navigate', ({ destination, hashChange, downloadRequest }) => {
        stays =
          new URL(destination.url).origin === location.origin &&
          !destination.sameDocument &&
          !hashChange &&
          downloadRequest === null
      }),
      // The page stands: the router took it over, or it was stopped.
      listen(navigation, 'navigatesuccess', end),
      listen(navigation, 'navigateerror', end),
    )
  }
  return () => stays
}
