// How a session lies in its item: beside the keys of its indexes as one compressed attribute. It is written anew with
// every batch and once more in the index of the list, each kilobyte of it is paid, and lists read two thousand.
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { type SessionState, sessionStateSchema } from '../../core/sessions/session-state.ts'

/**
 * What sessions have in common, so that none of it is stored in each. What is packed with it is unpacked with it: it
 * must never change. Another one needs another attribute beside `packed`.
 */
const COMMON = Buffer.from(
  [
    '{"minutes":1,"from":17,"counts":[0,0,0,"seq":1,"receivedAt":17,"lastAt":17,"path":"/","at":17,',
    '"tablet","mobile","other","desktop","Safari 18","Firefox 14","Edge 14","Chrome 14","iOS 18","Android 1',
    '"macOS 10","Linux","Windows 10","error","custom_event","scroll_depth","form_submit","rage_click","identify",',
    '"click","page_view","https://www.?utm_source=&utm_medium=&utm_campaign=https://www.google.com/',
    '"recent":"","metadata":null,"metadataAt":0,',
    '{"v":2,"projectId":"p_","sessionId":"","visitorId":"","userId":null,"userAt":null,"startedAt":17,',
    '"lastSeenAt":17,"endedAt":null,"entryUrl":"https://","entryAt":17,"exitUrl":"https://","exitAt":17,',
    '"pages":[{"path":"/","at":17}],"referrer":null,"events":,"eventNames":["click","page_view"],',
    '"activity":{"minutes":1,"from":17,"counts":[]},"pageViews":1,"clicks":0,"rageClicks":0,"deadClicks":0,',
    '"errors":0,"engagedMs":0,"hasReplay":false,"browser":"Chrome 14","os":"Windows 10","device":"desktop",',
    '"country":"","region":"","city":"","bot":false,"clientFrom":"17#","tabs":{"":{"seq":,"receivedAt":17,',
    '"lastAt":17}},"forgottenUntil":null,"idleMinutes":30,"keepDays":90,"rulesAt":17,"mergedAt":null}',
  ].join(''),
)

export const packState = (state: SessionState): { packed: Uint8Array } => ({
  packed: deflateRawSync(JSON.stringify(state), { dictionary: COMMON }),
})

/** Also of an item that was written before sessions were packed. */
export const stateOf = (item: Record<string, unknown>): SessionState => {
  const { packed } = item
  if (!(packed instanceof Uint8Array)) return sessionStateSchema.parse(item)
  return sessionStateSchema.parse(
    JSON.parse(
      inflateRawSync(packed, { dictionary: COMMON, maxOutputLength: UNPACKED_MAX_BYTES }).toString(),
    ),
  )
}

/** Far above what a session may become (SESSION_MAX_BYTES), far below what would hurt. */
const UNPACKED_MAX_BYTES = 1_000_000
