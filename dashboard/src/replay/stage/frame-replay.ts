// A replay as the frame is told of it: times and names of segments, and no address, no event, no person.
import type { Replay } from '../../../../core/replay/replay.ts'
import type { FrameReplay } from '../../../player/protocol.ts'

export const frameReplay = ({
  from,
  to,
  live,
  tabs,
  segments,
  pages,
  markers,
  gaps,
}: Replay): FrameReplay => ({
  from,
  to,
  live,
  tabs: tabs.map(({ tabId, from, to }) => ({ tabId, from, to })),
  segments: segments.map(({ name, tabId, format, from, to, bytes, picture }) => ({
    name,
    tabId,
    format,
    from,
    to,
    bytes,
    picture,
  })),
  marks: [
    // A failed request says nothing of where somebody was.
    ...markers.filter(({ kind }) => kind !== 'network').map(({ ts, tabId }) => ({ at: ts, tabId })),
    ...pages.map(({ from, tabId }) => ({ at: from, tabId })),
  ].sort((a, b) => a.at - b.at),
  gaps: gaps.map(({ from, to }) => ({ from, to })),
})
