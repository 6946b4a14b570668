// `closest` that goes on beyond the borders of shadow trees and of frames of the same origin.

/** Nodes of a frame belong to another realm, where `instanceof` is never true. */
const isElement = (node: Node): node is Element => node.nodeType === 1

export const closestAcross = (node: Node, selector: string): Element | null => {
  for (let at: Node | null = node; at; ) {
    const element: Element | null = isElement(at) ? at : at.parentElement
    const found = element?.closest(selector)
    if (found) return found
    const root: Node = at.getRootNode()
    at = (root as ShadowRoot).host ?? (root as Document).defaultView?.frameElement ?? null
  }
  return null
}
