// Attributes that changed.
import { charge, childrenOf, type ReplayDocument, type ReplayNode, remove } from './document-model.ts'
import { sizeOfValue } from './load-node.ts'
import { idOf, type Json, recordOf } from './read-json.ts'
import { NODE } from './recording-format.ts'
import { forgetSheet } from './style-text.ts'

export const applyAttributes = (document: ReplayDocument, item: Json, at: number): void => {
  const node = document.nodes.get(idOf(item['id']) ?? 0)
  if (node?.type !== NODE.element) {
    document.skipped++
    return
  }
  for (const [name, value] of Object.entries(recordOf(item['attributes']) ?? {})) {
    if (value === null) removeAttribute(document, node, name)
    else if (typeof value === 'string') setAttribute(document, node, name, value)
    else if (name === 'style' && recordOf(value)) setStyleProperties(document, node, value as Json)
    else if (name.startsWith('rr_media') && (typeof value === 'number' || typeof value === 'boolean')) {
      node.attributes.set(name, value)
      node.mediaAt = at
    } else document.skipped++
  }
}

const removeAttribute = (document: ReplayDocument, node: ReplayNode, name: string): void => {
  charge(document, -sizeOfValue(node.attributes.get(name) ?? ''), node)
  node.attributes.delete(name)
  if (name === 'style') forgetStyleProperties(document, node)
  if (name === 'open') node.attributes.delete('rr_open_mode')
}

const setAttribute = (document: ReplayDocument, node: ReplayNode, name: string, value: string): void => {
  if (!charge(document, value.length - sizeOfValue(node.attributes.get(name) ?? ''), node)) {
    document.skipped++
    return
  }
  node.attributes.set(name, value)
  if (name === 'style') forgetStyleProperties(document, node)
  const isNewSheet = name === '_cssText' && (node.tagName === 'link' || node.tagName === 'style')
  if (isNewSheet || (name === 'value' && node.tagName === 'textarea')) {
    for (const child of [...childrenOf(node)]) remove(document, child)
  }
  if (isNewSheet) forgetSheet(document, node)
}

/** In the order in which they were last set: `margin` after `margin-top` is not the same as before. */
const setStyleProperties = (document: ReplayDocument, node: ReplayNode, properties: Json): void => {
  for (const [property, value] of Object.entries(properties)) {
    if (!charge(document, sizeOfProperty(property, value) - sizeOfOld(node, property), node)) {
      document.skipped++
      continue
    }
    node.style.delete(property)
    node.style.set(property, value)
  }
}

const sizeOfProperty = (property: string, value: unknown): number =>
  property.length + JSON.stringify(value).length

const sizeOfOld = ({ style }: ReplayNode, property: string): number =>
  style.has(property) ? sizeOfProperty(property, style.get(property)) : 0

const forgetStyleProperties = (document: ReplayDocument, node: ReplayNode): void => {
  for (const property of node.style.keys()) charge(document, -sizeOfOld(node, property), node)
  node.style.clear()
}
