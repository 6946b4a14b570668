// `closestAcross` for many nodes of one moment: neighbours share their ancestors, which are asked once.
import { closestAcross } from '../privacy/closest-across.ts'

export type Closest = typeof closestAcross

export type RememberedClosest = {
  closest: Closest
  /** The document may have changed since. */
  forget: () => void
}

export const rememberClosest = (): RememberedClosest => {
  const bySelector = new Map<string, Map<Element, Element | null>>()

  const closest: Closest = (node, selector) => {
    const known = bySelector.get(selector) ?? new Map<Element, Element | null>()
    bySelector.set(selector, known)
    const passed: Element[] = []
    let found: Element | null | undefined
    let at = node.nodeType === 1 ? (node as Element) : node.parentElement
    // Not by recursion: scripts may nest elements deeper than a stack is.
    for (; at; at = at.parentElement) {
      found = known.get(at)
      if (found !== undefined) break
      if (at.matches(selector)) found = at
      passed.push(at)
      if (found) break
    }
    // At the root: what is beyond a shadow tree or a frame.
    if (found === undefined) found = closestAcross(passed.at(-1) ?? node, selector)
    for (const element of passed) known.set(element, found)
    return found
  }

  return {
    closest,
    forget: () => {
      for (const known of bySelector.values()) known.clear()
    },
  }
}
