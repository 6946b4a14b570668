// The flat list of a page's nodes as a tree that can be folded: which rows are shown, and what each says.
import type { TreeNode } from '../stage/player.ts'

export type DomRow = { node: TreeNode; depth: number; open: boolean; branches: boolean }

/** Depth down to which a tree is open at first: html, body, and what lies in it. */
const OPEN_TO = 3

export type DomTree = { roots: TreeNode[]; children: Map<number, TreeNode[]> }

export const buildTree = (nodes: readonly TreeNode[]): DomTree => {
  const known = new Set(nodes.map(({ id }) => id))
  const roots: TreeNode[] = []
  const children = new Map<number, TreeNode[]>()
  for (const node of nodes) {
    // White space between elements says nothing.
    if (node.name === '#text' && node.text.trim() === '') continue
    const { parentId } = node
    if (parentId === null || !known.has(parentId) || parentId === node.id) roots.push(node)
    else children.set(parentId, [...(children.get(parentId) ?? []), node])
  }
  return { roots, children }
}

/** `toggled`: nodes that are otherwise than their depth would have them. */
export const rowsOf = ({ roots, children }: DomTree, toggled: ReadonlySet<number>): DomRow[] => {
  const rows: DomRow[] = []
  const seen = new Set<number>()
  const waiting = roots.map((node) => ({ node, depth: 0 })).reverse()
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (!next || seen.has(next.node.id)) continue
    seen.add(next.node.id)
    const { node, depth } = next
    const inner = children.get(node.id) ?? []
    const isHead = node.name === 'head'
    const open = (depth < OPEN_TO && !isHead) !== toggled.has(node.id)
    rows.push({ node, depth, open, branches: inner.length > 0 })
    if (open) for (const child of inner.toReversed()) waiting.push({ node: child, depth: depth + 1 })
  }
  return rows
}

const byWhat = ([name]: readonly string[]) => (name === 'id' ? 0 : name === 'class' ? 1 : 2)

/** Id and class first: by these a developer knows an element. */
export const attributesOf = ({ attributes }: TreeNode): [string, string][] =>
  attributes
    .map(([name = '', value = '']): [string, string] => [name, value])
    .sort((a, b) => byWhat(a) - byWhat(b))
