// The page as it is shown, as a list for the inspector: bounded, and in plain words only.
import { contentOf, isElement, type KnownNodes, shadowOf } from '../page/known-nodes.ts'
import { HOVERED } from '../page/safe-css.ts'
import { MAX_TREE_NODES, type TreeNode } from '../protocol.ts'

const TEXT_CHARS = 200
const MAX_SHOWN_ATTRIBUTES = 40

export const readTree = (
  root: Document | undefined,
  known: KnownNodes,
): { nodes: TreeNode[]; cut: number } => {
  const nodes: TreeNode[] = []
  let cut = 0
  const waiting: { node: Node; parentId: number | null }[] = root ? [{ node: root, parentId: null }] : []
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const { node, parentId } = entry
    const id = known.id(node)
    // Ours, or a text that says nothing.
    const isShown = id !== undefined && (node.nodeType !== 3 || /\S/.test(node.nodeValue ?? ''))
    if (isShown && nodes.length >= MAX_TREE_NODES) cut++
    else if (isShown) nodes.push(treeNode(node, id, parentId))
    const below = [...node.childNodes, ...(shadowOf(node)?.childNodes ?? []), ...listed(contentOf(node))]
    for (const child of below.reverse()) waiting.push({ node: child, parentId: id ?? parentId })
  }
  return { nodes, cut }
}

const listed = (node: Node | null): Node[] => (node ? [node] : [])

const treeNode = (node: Node, id: number, parentId: number | null): TreeNode => ({
  id,
  parentId,
  name: (isElement(node) ? node.localName : node.nodeName).slice(0, 100),
  text: (node.nodeValue ?? '').trim().slice(0, TEXT_CHARS),
  attributes: isElement(node)
    ? [...node.attributes]
        .filter(({ name }) => name !== HOVERED)
        .slice(0, MAX_SHOWN_ATTRIBUTES)
        .map(({ name, value }) => [name.slice(0, TEXT_CHARS), value.slice(0, TEXT_CHARS)])
    : [],
})
