// The events of a recording, format `rrweb-2`, as far as they are looked into before they leave.

export const FORMAT = 'rrweb-2'

export const EVENT = { fullSnapshot: 2, incremental: 3, meta: 4, custom: 5 } as const

export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  canvas: 9,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyleSheet: 15,
} as const

export const NODE = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const

export type NodeJson = {
  id: number
  type: number
  tagName?: string
  attributes?: Record<string, unknown>
  childNodes?: NodeJson[]
  textContent?: string
  isShadow?: boolean
  isSVG?: boolean | undefined
  rootId?: number | undefined
}

export type Add = { parentId: number; nextId: number | null; node: NodeJson }

export type Mutation = {
  source: 0
  adds: Add[]
  removes: { parentId: number; id: number }[]
  texts: { id: number; value: string | null }[]
  attributes: { id: number; attributes: Record<string, unknown> }[]
  isAttachIframe?: boolean
}

export type Recorded = { type: number; timestamp: number; data: Record<string, unknown> }
