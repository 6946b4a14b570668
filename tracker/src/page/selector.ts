// A selector that finds an element again, made from the markup alone: no layout, no class names, which builds rename.
import { SELECTOR_MAX_STEPS, URL_MAX_CHARS } from '../limits.ts'
import { maskText } from '../privacy/mask-text.ts'

/** Ids with long numbers or with React's marks are made anew for each page. */
const stableId = (element: Element) =>
  element.id && !/\d{4}|[:«»]/.test(element.id) && maskText(element.id) === element.id
    ? element.id
    : undefined

const step = (element: Element) => {
  const id = stableId(element)
  if (id) return `#${CSS.escape(id)}`
  const name = element.localName
  const alike = [...(element.parentElement?.children ?? [])].filter((sibling) => sibling.localName === name)
  return alike.length > 1 ? `${name}:nth-of-type(${alike.indexOf(element) + 1})` : name
}

export const selectorOf = (element: Element): string => {
  let selector = step(element)
  let node = element
  for (let steps = 1; steps < SELECTOR_MAX_STEPS && !stableId(node); steps++) {
    const parent = node.parentNode
    const next = parent instanceof ShadowRoot ? parent.host : node.parentElement
    if (!next || next === document.body) break
    selector = `${step(next)} ${parent instanceof ShadowRoot ? '>>>' : '>'} ${selector}`
    node = next
  }
  return selector.slice(0, URL_MAX_CHARS)
}
