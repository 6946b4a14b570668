// A recording for who may not see the console and the network of a page: the page itself, its errors and its pauses.
import { withoutAsides } from '../shares/bound-segment.ts'
import type { Replay } from './replay.ts'
import type { SegmentFile } from './segment-line.ts'
import type { SideLine } from './side-line.ts'

export const withoutNetwork = (replay: Replay): Replay => ({
  ...replay,
  markers: replay.markers.filter(({ kind }) => kind !== 'network'),
})

const HIDDEN: SideLine['tag'][] = ['playhead/console', 'playhead/request']

export const isOfDevTools = ({ tag }: Pick<SideLine, 'tag'>): boolean => HIDDEN.includes(tag)

/** Of what is told beside the document only that it was paused: other plug-ins may tell anything. */
export const pageOnly = ({ head, lines }: SegmentFile): SegmentFile => ({
  head: { ...head, snapshot: head.snapshot.flatMap(withoutAsides) },
  lines: lines.map((line) => ({ ...line, events: line.events.flatMap(withoutAsides) })),
})
