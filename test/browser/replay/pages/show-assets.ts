// Shows recorded events in the player's own page view, with what is kept of their assets: `window.showWith`.
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'
import { createPageView } from '../../../../dashboard/player/page/page-view.ts'
import { createAssets } from '../../../../dashboard/player/page/receive-assets.ts'

type Kept = { url: string; type: string; base64: string }

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer

const showWith = async (events: ReplayEvent[], kept: Kept[]): Promise<number> => {
  document.body.replaceChildren()
  const assets = createAssets()
  assets.receive(kept.map(({ url, type, base64 }) => ({ url, type, bytes: bytesOf(base64) })))
  const view = createPageView(document.body)
  for (const event of events) for (const _ of view.apply(event));
  view.settle(events.at(-1)?.timestamp ?? 0, false, 1)
  view.show()
  view.frame.style.border = '0'
  const shown = view.document()
  await shown?.fonts.ready
  await Promise.all([...(shown?.images ?? [])].map((image) => image.decode().catch(() => undefined)))
  return view.skipped()
}

Object.assign(window, { showWith })
