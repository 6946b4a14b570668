// Where on the screen something is masked or ignored, in shadow trees too.
import type { PagePrivacy } from '../privacy/page-privacy.ts'

export type Region = {
  kind: 'ignored' | 'masked' | 'field'
  x: number
  y: number
  width: number
  height: number
}

/** More outlines than this say nothing any more. */
const REGIONS_MAX = 300
/** Elements that are asked: a developer's page, still a page. */
const ELEMENTS_MAX = 20_000

const FIELD = /^(?:input|textarea|select)$/

const kindOf = (element: Element, parent: Region['kind'] | undefined, privacy: PagePrivacy) => {
  if (parent === 'ignored') return parent
  if (privacy.ignored(element)) return 'ignored'
  if (FIELD.test(element.localName)) return privacy.value(element, 'a') === 'a' ? parent : 'field'
  return privacy.textMasked(element) ? 'masked' : undefined
}

/** Only the outermost element of each region: what is in it is of the same kind. */
export const regionsOf = (root: Node, privacy: PagePrivacy): Region[] => {
  const found: Region[] = []
  let asked = 0
  const visit = (node: Node, parent: Region['kind'] | undefined) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType !== Node.ELEMENT_NODE || ++asked > ELEMENTS_MAX) continue
      const element = child as Element
      if (element.hasAttribute('data-playhead')) continue
      const kind = kindOf(element, parent, privacy)
      if (kind && kind !== parent && found.length < REGIONS_MAX) {
        const { x, y, width, height } = element.getBoundingClientRect()
        const isSeen = width && height && y < innerHeight && y + height > 0 && x < innerWidth && x + width > 0
        if (isSeen) found.push({ kind, x, y, width, height })
      }
      if (kind === 'ignored') continue
      if (element.shadowRoot) visit(element.shadowRoot, kind)
      visit(element, kind)
    }
  }
  visit(root, undefined)
  return found
}
