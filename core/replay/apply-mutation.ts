// A mutation: nodes that went, nodes that came, texts and attributes that changed, in the order a player applies them.
import { applyAdds } from './apply-adds.ts'
import { applyAttributes } from './apply-attributes.ts'
import { charge, isStyle, type ReplayDocument, remove } from './document-model.ts'
import { idOf, type Json, listOf, recordOf, textOf } from './read-json.ts'
import { NODE } from './recording-format.ts'
import { forgetSheet, unfoldStyleText } from './style-text.ts'

export const applyMutation = (document: ReplayDocument, data: Json, at: number): void => {
  for (const item of listOf(data['removes'])) removeNode(document, recordOf(item) ?? {})
  applyAdds(document, listOf(data['adds']), at)
  for (const [id, value] of lastTexts(data['texts'])) setText(document, id, value)
  for (const item of listOf(data['attributes'])) applyAttributes(document, recordOf(item) ?? {}, at)
}

const removeNode = (document: ReplayDocument, item: Json): void => {
  const node = document.nodes.get(idOf(item['id']) ?? 0)
  // What went with its parent is named again; that is no fault.
  if (!node) return
  if (node.parent === undefined || node.parent.id !== item['parentId']) {
    document.skipped++
    return
  }
  if (isStyle(node.parent)) {
    unfoldStyleText(node.parent)
    forgetSheet(document, node.parent)
  }
  remove(document, node)
}

const lastTexts = (items: unknown): Map<unknown, unknown> =>
  new Map(listOf(items).map((item) => [recordOf(item)?.['id'], recordOf(item)?.['value']]))

const setText = (document: ReplayDocument, id: unknown, value: unknown): void => {
  const node = document.nodes.get(idOf(id) ?? 0)
  const text = value === null ? '' : textOf(value)
  const isText = node !== undefined && node.type >= NODE.text
  if (!isText || text === undefined || !charge(document, text.length - node.text.length, node)) {
    document.skipped++
    return
  }
  if (node.parent && isStyle(node.parent)) {
    unfoldStyleText(node.parent)
    forgetSheet(document, node.parent)
  }
  node.text = text
}
