// A recorded document, whole: a full snapshot, or the content of a frame inside the page.
import { type Json, listOf, recordOf } from '../../../core/replay/read-json.ts'
import { NODE } from '../../../core/replay/recording-format.ts'
import { append, type Builder, beginDocument, buildChildren, makeNode } from './build-nodes.ts'

/** Undefined where it is none. The root is built apart, and joins the document when it is complete. */
export function* buildDocument(
  builder: Builder,
  frame: HTMLIFrameElement,
  source: Json,
): Generator<undefined, Document | undefined> {
  const document = beginDocument(builder, frame, source)
  if (!document) {
    builder.skip()
    return undefined
  }
  for (const value of listOf(source['childNodes'])) {
    const child = recordOf(value)
    const node = child && makeNode(builder, child, document, document)
    if (!node) continue
    if (child['type'] === NODE.element) yield* buildChildren(builder, node, child)
    if (!append(document, node)) {
      builder.known.forget(node)
      builder.skip()
    }
  }
  return document
}
