// What somebody has selected, now and then: a selection that is drawn changes with every step of the pointer, and one
// in a field with every key.
import type { Undo } from '../../undo.ts'
import { SCROLL_MS } from '../limits.ts'
import type { Mirror } from './node-ids.ts'
import { clearTimeout, setTimeout, whenHeard } from './ties.ts'

type Range = { start: number; startOffset: number; end: number; endOffset: number }
type Selecting = { doc: Document; mirror: Mirror; selectionCb: (step: { ranges: Range[] }) => void }

export const initSelectionObserver = ({ doc, mirror, selectionCb }: Selecting): Undo => {
  let timer: number | undefined
  let last = '[]'
  const tell = () => {
    timer = undefined
    const selection = doc.getSelection()
    const ranges: Range[] = []
    for (let at = 0; selection && !selection.isCollapsed && at < selection.rangeCount; at++) {
      const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(at)
      const [start, end] = [mirror.getId(startContainer), mirror.getId(endContainer)]
      if (start > 0 && end > 0) ranges.push({ start, startOffset, end, endOffset })
    }
    const text = JSON.stringify(ranges)
    if (text !== last) selectionCb({ ranges })
    last = text
  }
  const unlisten = whenHeard(doc, 'selectionchange', () => {
    timer ??= setTimeout(tell, SCROLL_MS)
  })
  return () => {
    clearTimeout(timer)
    unlisten()
  }
}
