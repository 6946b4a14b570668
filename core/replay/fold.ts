// The fold: what a recorded tab shows after one more event. Whatever an event says, it never throws and never loops.
import { adopt } from './adopted-sheets.ts'
import { applyMutation } from './apply-mutation.ts'
import {
  applyDrawing,
  applyFont,
  applyInput,
  applyMedia,
  applyPointer,
  applyResize,
  applyScroll,
} from './apply-state.ts'
import { charge, newDocument, type ReplayDocument } from './document-model.ts'
import { placeChildren, readNode } from './load-node.ts'
import { idOf, type Json, numberOf, recordOf, textOf } from './read-json.ts'
import { EVENT, NODE, type ReplayEvent, SOURCE } from './recording-format.ts'
import { noOperations, recordSteps, sheetTarget } from './sheet-operations.ts'
import { toSnapshot } from './to-snapshot.ts'

export type Fold = {
  apply(event: ReplayEvent): void
  /** The events that show the document as it stands, at this time; undefined before the first full snapshot. */
  snapshot(at: number): ReplayEvent[] | undefined
  /** The event that says where the page is and how large, as of this time; none before one was recorded. */
  meta(at: number): ReplayEvent[]
  /** Whether there is a document to show. */
  hasPicture(): boolean
  /** Steps that could not be applied, since the beginning. */
  skipped(): number
}

export const startFold = (): Fold => {
  let meta: ReplayDocument['meta'] = { href: '', width: 0, height: 0 }
  let document: ReplayDocument | undefined
  let hasMeta = false
  let skippedBefore = 0

  const load = (event: ReplayEvent) => {
    skippedBefore += document?.skipped ?? 0
    document = loadSnapshot(recordOf(event.data) ?? {}, meta, event.timestamp)
    if (!document) skippedBefore++
  }

  return {
    apply: (event) => {
      if (event.type === EVENT.meta) {
        meta = metaOf(recordOf(event.data) ?? {})
        hasMeta = true
        if (document) document.meta = meta
      } else if (event.type === EVENT.fullSnapshot) load(event)
      else if (event.type === EVENT.incremental && document) {
        const data = recordOf(event.data) ?? {}
        if (!applyStep(document, data, event.timestamp)) document.skipped++
        meta = document.meta
      }
    },
    snapshot: (at) => document && toSnapshot(document, at),
    meta: (at) => (hasMeta ? [{ type: EVENT.meta, timestamp: at, data: { ...meta } }] : []),
    hasPicture: () => document !== undefined,
    skipped: () => skippedBefore + (document?.skipped ?? 0),
  }
}

const metaOf = (data: Json): ReplayDocument['meta'] => ({
  href: textOf(data['href']) ?? '',
  width: numberOf(data['width']) ?? 0,
  height: numberOf(data['height']) ?? 0,
})

const loadSnapshot = (data: Json, meta: ReplayDocument['meta'], at: number): ReplayDocument | undefined => {
  const root = readNode({ nodes: new Map() }, data['node'], undefined, at)
  if (root?.type !== NODE.document) return undefined
  const offset = recordOf(data['initialOffset'])
  const document = newDocument(root, meta, {
    top: numberOf(offset?.['top']) ?? 0,
    left: numberOf(offset?.['left']) ?? 0,
  })
  placeChildren(document, root, data['node'], at)
  return document
}

/** False when it cannot be applied. Sources that change nothing are done at once. */
const applyStep = (document: ReplayDocument, data: Json, at: number): boolean => {
  switch (data['source']) {
    case SOURCE.mutation:
      applyMutation(document, data, at)
      return true
    case SOURCE.mouseMove:
    case SOURCE.touchMove:
    case SOURCE.drag:
    case SOURCE.mouseInteraction:
      return applyPointer(document, data)
    case SOURCE.scroll:
      return applyScroll(document, data)
    case SOURCE.viewportResize:
      return applyResize(document, data)
    case SOURCE.input:
      return applyInput(document, data)
    case SOURCE.media:
      return applyMedia(document, data, at)
    case SOURCE.styleSheetRule:
    case SOURCE.styleDeclaration:
      return applySheetStep(document, data)
    case SOURCE.adoptedStyleSheet:
      return document.nodes.has(idOf(data['id']) ?? 0) && chargeSteps(document, adopt(document.adopted, data))
    case SOURCE.font:
      return applyFont(document, data)
    case SOURCE.canvas:
      return applyDrawing(document, data)
    default:
      return true
  }
}

const applySheetStep = (document: ReplayDocument, data: Json): boolean => {
  const target = sheetTarget(data)
  if (target && 'styleId' in target) {
    const sheet = document.adopted.sheets.get(target.styleId)
    return sheet !== undefined && chargeSteps(document, recordSteps(sheet.operations, data))
  }
  const node = document.nodes.get(target?.id ?? 0)
  if (node?.tagName !== 'style' && node?.tagName !== 'link') return false
  node.sheet ??= noOperations()
  const chars = recordSteps(node.sheet, data)
  if (chars === undefined) return false
  node.weight += chars
  return chargeSteps(document, chars)
}

/** Steps of sheets are bounded by their number; they count, so that nodes cannot be added beside them for ever. */
const chargeSteps = (document: ReplayDocument, chars: number | undefined): boolean => {
  if (chars === undefined) return false
  if (!charge(document, chars)) document.weight += chars
  return true
}
