// The nodes of a rebuilt document by the ids of the recording, and how deep each stands.

export type KnownNodes = {
  node(id: number | undefined): Node | undefined
  id(node: Node): number | undefined
  depth(node: Node): number
  size(): number
  add(id: number, node: Node, depth: number): void
  /** With all that stands below it, in shadow trees and frames, too. */
  forget(node: Node): void
  /** Another node in its place, which keeps what is below. */
  replace(id: number, node: Node): void
}

export const createKnownNodes = (): KnownNodes => {
  const nodes = new Map<number, Node>()
  const ids = new WeakMap<Node, number>()
  const depths = new WeakMap<Node, number>()

  const forgetOne = (node: Node) => {
    const id = ids.get(node)
    if (id === undefined) return
    ids.delete(node)
    if (nodes.get(id) === node) nodes.delete(id)
  }

  return {
    node: (id) => (id === undefined ? undefined : nodes.get(id)),
    id: (node) => ids.get(node),
    depth: (node) => depths.get(node) ?? 0,
    size: () => nodes.size,
    add: (id, node, depth) => {
      nodes.set(id, node)
      ids.set(node, id)
      depths.set(node, depth)
    },
    forget: (top) => {
      const waiting: Node[] = [top]
      for (let node = waiting.pop(); node; node = waiting.pop()) {
        forgetOne(node)
        for (let child = node.firstChild; child; child = child.nextSibling) waiting.push(child)
        const root = shadowOf(node)
        if (root) waiting.push(root)
        const content = contentOf(node)
        if (content) waiting.push(content)
      }
    },
    replace: (id, node) => {
      const old = nodes.get(id)
      if (old) ids.delete(old)
      nodes.set(id, node)
      ids.set(node, id)
      depths.set(node, old ? (depths.get(old) ?? 0) : 0)
    },
  }
}

// Nodes of another document are of another realm: `instanceof` would say no.
export const isElement = (node: Node | null | undefined): node is Element => node?.nodeType === 1
export const isDocument = (node: Node | null | undefined): node is Document => node?.nodeType === 9
export const isText = (node: Node | null | undefined): node is CharacterData =>
  node?.nodeType === 3 || node?.nodeType === 8 || node?.nodeType === 4

export const shadowOf = (node: Node): ShadowRoot | null => (isElement(node) ? node.shadowRoot : null)

export const contentOf = (node: Node): Document | null =>
  isElement(node) && node.localName === 'iframe' ? (node as HTMLIFrameElement).contentDocument : null

export const isStyle = (node: Node | null | undefined): node is HTMLStyleElement =>
  isElement(node) && node.localName === 'style'
