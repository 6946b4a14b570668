// A selector that finds an element again, made from the markup alone: no layout, no class names, which builds rename.
import { SELECTOR_MAX_STEPS, URL_MAX_CHARS } from '../limits.ts'
import { maskText } from '../privacy/mask-text.ts'

/** Ids with long numbers or with React's marks are made anew for each page. */
const stableId = (element: Element) =>
  element.id && !/\d{4}|[:«»]/.test(element.id) && maskText(element.id) === element.id
    ? element.id
    : undefined

const step = (element: Element) => {
  const name = element.localName
  const alike = [...(element.parentElement?.children ?? [])].filter((sibling) => sibling.localName === name)
  return alike[1] ? `${name}:nth-of-type(${alike.indexOf(element) + 1})` : name
}

export const selectorOf = (element: Element): string => {
  let selector = ''
  let joint = ''
  let node: Element | null = element
  for (let steps = 0; node && steps < SELECTOR_MAX_STEPS; steps++) {
    const id = stableId(node)
    selector = (id ? `#${CSS.escape(id)}` : step(node)) + joint + selector
    const parent: Node | null = node.parentNode
    const host: Element | false = parent instanceof ShadowRoot && parent.host
    joint = host ? ' >>> ' : ' > '
    node = host || node.parentElement
    if (id || node === document.body) break
  }
  return selector.slice(0, URL_MAX_CHARS)
}
