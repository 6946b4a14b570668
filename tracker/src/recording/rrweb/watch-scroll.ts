// Where elements and documents are scrolled to: each of them, though many may scroll at once.
import type { Undo } from '../../undo.ts'
import { SCROLL_MS } from '../limits.ts'
import type { Mirror } from './node-ids.ts'
import { clearTimeout, listenAfterMutations, setTimeout } from './ties.ts'

type Scrolling = {
  scrollCb: (step: { id: number; x: number; y: number }) => void
  /** A document or a shadow root. */
  doc: Node
  mirror: Mirror
}

export const initScrollObserver = ({ scrollCb, doc, mirror }: Scrolling): Undo => {
  const scrolled = new Set<Node>()
  let timer: number | undefined
  const tell = () => {
    timer = undefined
    for (const node of scrolled) {
      const element = (node.nodeType === 9 ? (node as Document).scrollingElement : node) as Element | null
      if (element) scrollCb({ id: mirror.getId(node), x: element.scrollLeft, y: element.scrollTop })
    }
    scrolled.clear()
  }
  const unlisten = listenAfterMutations<Event>(
    'scroll',
    (event) => {
      scrolled.add(event.composedPath()[0] as Node)
      timer ??= setTimeout(tell, SCROLL_MS)
    },
    doc,
  )
  return () => {
    clearTimeout(timer)
    unlisten()
  }
}
