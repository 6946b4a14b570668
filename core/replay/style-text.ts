// The text of style elements: recordings carry it whole in an attribute, until a step touches one of its text nodes.
import { childrenOf, type ReplayDocument, type ReplayNode } from './document-model.ts'
import { sizeOfSheet } from './sheet-operations.ts'

/** What the recorder puts between the texts of several text nodes. */
const SPLIT = '/* rr_split */'

/** Gives each text node its own text; steps may then change them one by one. */
export const unfoldStyleText = (style: ReplayNode): void => {
  const css = style.attributes.get('_cssText')
  if (typeof css !== 'string') return
  style.attributes.delete('_cssText')
  const texts = [...childrenOf(style)]
  const pieces = css.split(SPLIT)
  for (const [at, text] of texts.entries()) {
    text.text = at === texts.length - 1 ? pieces.slice(at).join('') : (pieces[at] ?? '')
  }
}

/** New text makes a new sheet: what scripts did to the old one is gone. */
export const forgetSheet = (document: ReplayDocument, style: ReplayNode): void => {
  if (!style.sheet) return
  const chars = sizeOfSheet(style.sheet)
  style.weight -= chars
  document.weight -= chars
  style.sheet = undefined
}
