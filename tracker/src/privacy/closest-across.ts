// `closest` that goes on beyond the borders of shadow trees and of frames of the same origin.

export const closestAcross = (node: Node, selector: string): Element | null => {
  for (let at: Node | null = node; at; ) {
    // Nodes of a frame belong to another realm, where `instanceof` is never true.
    const element = (at as Partial<Element>).closest ? (at as Element) : at.parentElement
    const found = element?.closest(selector)
    if (found) return found
    const root: Node = at.getRootNode()
    at = (root as ShadowRoot).host ?? (root as Document).defaultView?.frameElement ?? null
  }
  return null
}
