// Attributes of an element that changed.
import { type Json, recordOf } from '../../../core/replay/read-json.ts'
import { MAX_ATTRIBUTES, MAX_CSS_CHARS } from '../limits.ts'
import { type Builder, setAttribute } from './build-nodes.ts'
import { isStyle } from './known-nodes.ts'
import { safeCss } from './safe-css.ts'

export const applyAttributes = (builder: Builder, element: Element, attributes: Json): void => {
  let count = 0
  for (const name in attributes) {
    if (count++ >= MAX_ATTRIBUTES) break
    const value = attributes[name]
    if (value === null) remove(element, name)
    else if (name === '_cssText') restyle(builder, element, value)
    else if (name === 'style' && recordOf(value)) setProperties(element, value as Json)
    else setAttribute(builder, element, name, value)
  }
}

/** Set by us on every frame, and there for good. */
const OURS = /^(?:sandbox|referrerpolicy)$/i

const remove = (element: Element, name: string): void => {
  if (element.localName === 'iframe' && OURS.test(name)) return
  element.removeAttribute(name)
  if (name === 'open' && element.localName === 'dialog') (element as HTMLDialogElement).close?.()
}

/** A link whose sheet is told later becomes a style element, as if it had come with it. */
const restyle = ({ known, styles, skip }: Builder, element: Element, css: unknown): void => {
  if (typeof css !== 'string' || css.length > MAX_CSS_CHARS) {
    skip()
    return
  }
  let style = element
  if (element.localName === 'link') {
    const id = known.id(element)
    style = element.ownerDocument.createElement('style')
    for (const { name, value } of element.attributes) style.setAttribute(name, value)
    element.replaceWith(style)
    if (id !== undefined) known.replace(id, style)
  }
  if (!isStyle(style)) {
    skip()
    return
  }
  for (const child of [...style.childNodes]) {
    known.forget(child)
    child.remove()
  }
  styles.setWhole(style, css)
}

const setProperties = (element: Element, properties: Json): void => {
  const { style } = element as HTMLElement
  if (!style) return
  for (const property in properties) {
    const value = properties[property]
    if (value === false) style.removeProperty(property)
    else if (typeof value === 'string') style.setProperty(property, safeCss(value))
    else if (Array.isArray(value))
      style.setProperty(property, safeCss(String(value[0])), value[1] === 'important' ? 'important' : '')
  }
}
