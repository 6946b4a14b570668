// The numbers of rrweb 2.x recordings (format `rrweb-2`) that the fold looks at. Everything else travels unread.

/** The only format that is folded; recordings in others are kept, without snapshots of ours. */
export const FOLDED_FORMAT = 'rrweb-2'

export const EVENT = { fullSnapshot: 2, incremental: 3, meta: 4 } as const

export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  canvas: 9,
  font: 10,
  drag: 12,
  styleDeclaration: 13,
  adoptedStyleSheet: 15,
} as const

export const NODE = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const

/** An event of a recording as far as it must be understood to be placed in time. */
export type ReplayEvent = { type: number; timestamp: number; data: unknown; [more: string]: unknown }

export const isReplayEvent = (value: unknown): value is ReplayEvent =>
  typeof value === 'object' &&
  value !== null &&
  Number.isInteger((value as ReplayEvent).type) &&
  Number.isFinite((value as ReplayEvent).timestamp)
