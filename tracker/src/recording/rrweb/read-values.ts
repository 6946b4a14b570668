// Reads what became of texts and attributes that have changed, but for those of which rrweb knows more than their names.
import type { Gathered } from './reduce-changes.ts'

export type Values = {
  texts: { node: Node; value: string | null }[]
  attributes: { node: Element; attributes: Record<string, string | null> }[]
}

/** Attributes that are what they say: no addresses, no states of fields, players and dialogs. */
const PLAIN =
  /^(?:class|style|id|hidden|title|alt|role|tabindex|disabled|width|height|d|[cr]?[xyr][12]?|fill|stroke|points|transform|aria-.*|data-.*)$/

export const readValues = <S>(
  changes: readonly Gathered<S>[],
): { read: Values; left: readonly Gathered<S>[] } => {
  const left: Gathered<S>[] = []
  const texts: Values['texts'] = []
  const byElement = new Map<Node, Record<string, string | null>>()
  for (const entry of changes) {
    const { type, target, attributeName, oldValue } = entry.change
    if (type === 'characterData') {
      const { data, parentNode } = target as CharacterData
      if (parentNode?.nodeName === 'TEXTAREA') left.push(entry)
      else if (data !== oldValue) texts.push({ node: target, value: data })
      continue
    }
    const name = attributeName ?? ''
    const value = (target as Element).getAttribute(name)
    if (value === oldValue) continue
    if (!PLAIN.test(name) || (name === 'style' && value?.includes('url('))) {
      left.push(entry)
      continue
    }
    const own = byElement.get(target)
    if (own) own[name] = value
    else byElement.set(target, { [name]: value })
  }
  const attributes = [...byElement].map(([node, attributes]) => ({ node: node as Element, attributes }))
  return { read: { texts, attributes }, left }
}
