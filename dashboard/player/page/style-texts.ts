// The text of style elements. What a browser reads is all their text nodes together, so it is made safe together:
// the nodes of the recording stay empty, and one text of ours holds the whole sheet.
import { MAX_CSS_CHARS } from '../limits.ts'
import { isText, type KnownNodes } from './known-nodes.ts'
import { safeCss } from './safe-css.ts'

/** What the recorder puts between the texts of several text nodes. */
const SPLIT = '/* rr_split */'

type Held = {
  /** The text that came with the element, until one of its nodes is touched. */
  whole: string | undefined
  /** Of each text node. */
  texts: Map<Node, string>
  shown: Text
  css: string
}

export type StyleTexts = {
  /** Of what comes with the element: the text of one of its nodes, or of the whole. */
  begin(style: Element, node: Node | undefined, css: string | undefined): void
  setText(style: Element, node: Node, text: string): void
  /** Before a child comes or goes. */
  touch(style: Element): void
  /** The text that came with the element, again. */
  setWhole(style: Element, css: string): void
  /** Writes what changed. */
  flush(): void
}

export const createStyleTexts = (known: KnownNodes): StyleTexts => {
  const held = new WeakMap<Element, Held>()
  const dirty = new Set<Element>()

  const of = (style: Element): Held => {
    let own = held.get(style)
    if (!own) {
      own = { whole: undefined, texts: new Map(), shown: style.ownerDocument.createTextNode(''), css: '' }
      held.set(style, own)
    }
    return own
  }

  const ownTexts = (style: Element): Node[] =>
    [...style.childNodes].filter((node) => isText(node) && known.id(node) !== undefined)

  const unfold = (style: Element) => {
    const own = of(style)
    if (own.whole === undefined) return
    const pieces = own.whole.split(SPLIT)
    own.whole = undefined
    const nodes = ownTexts(style)
    for (const [at, node] of nodes.entries())
      own.texts.set(node, at === nodes.length - 1 ? pieces.slice(at).join('') : (pieces[at] ?? ''))
  }

  const write = (style: Element) => {
    const own = of(style)
    const css =
      own.whole?.replaceAll(SPLIT, '') ??
      ownTexts(style)
        .map((node) => own.texts.get(node) ?? '')
        .join('')
    if (css === own.css && own.shown.parentNode === style) return
    own.css = css
    own.shown.data = css.length > MAX_CSS_CHARS ? '' : safeCss(css)
    if (own.shown.parentNode !== style) style.append(own.shown)
  }

  return {
    begin: (style, node, css) => {
      if (node) of(style).texts.set(node, css ?? '')
      else of(style).whole = css
      dirty.add(style)
    },
    setText: (style, node, text) => {
      unfold(style)
      of(style).texts.set(node, text)
      dirty.add(style)
    },
    touch: (style) => {
      if (ownTexts(style).length > 0) unfold(style)
      dirty.add(style)
    },
    setWhole: (style, css) => {
      const own = of(style)
      own.whole = css
      // The same text again makes the sheet anew: what scripts did to it is gone.
      own.css = ''
      own.shown.remove()
      own.texts.clear()
      dirty.add(style)
    },
    flush: () => {
      for (const style of dirty) write(style)
      dirty.clear()
    },
  }
}
