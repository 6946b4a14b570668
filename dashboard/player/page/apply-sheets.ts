// What scripts did to style sheets: rules that came and went, properties of rules, constructed sheets and who adopts them.
import { idOf, type Json, listOf, numberOf, recordOf, textOf } from '../../../core/replay/read-json.ts'
import { SOURCE } from '../../../core/replay/recording-format.ts'
import { MAX_CSS_CHARS, MAX_RULES, MAX_SHEETS } from '../limits.ts'
import { isDocument, isElement, type KnownNodes } from './known-nodes.ts'
import { safeCss } from './safe-css.ts'

export type Sheets = {
  /** False where it cannot be applied. */
  apply(data: Json): boolean
  adopt(data: Json): boolean
}

type Ruled = {
  cssRules: CSSRuleList
  insertRule(rule: string, index?: number): number
  deleteRule(i: number): void
}

/** `before` is called before a sheet is looked at: what is written later must be there. */
export const createSheets = (known: KnownNodes, before: () => void): Sheets => {
  const constructed = new Map<number, CSSStyleSheet>()

  const sheetOf = (data: Json): CSSStyleSheet | null | undefined => {
    const styleId = idOf(data['styleId'])
    if (styleId !== undefined) return constructed.get(styleId)
    const node = known.node(idOf(data['id']))
    before()
    return isElement(node) ? (node as HTMLStyleElement).sheet : undefined
  }

  const create = (item: unknown, host: Document): void => {
    const style = recordOf(item)
    const styleId = idOf(style?.['styleId'])
    // A sheet belongs to the window it was made in.
    const { defaultView } = host
    if (!style || styleId === undefined || constructed.size >= MAX_SHEETS || !defaultView) return
    const sheet = new (defaultView as typeof globalThis & Window).CSSStyleSheet()
    for (const rule of listOf(style['rules']).slice(0, MAX_RULES)) insert(sheet, recordOf(rule) ?? {})
    constructed.set(styleId, sheet)
  }

  return {
    apply: (data) => {
      const sheet = sheetOf(data)
      if (!sheet) return false
      if (data['source'] === SOURCE.styleDeclaration) return declare(sheet, data)
      for (const item of listOf(data['adds']).slice(0, MAX_RULES)) insert(sheet, recordOf(item) ?? {})
      for (const item of listOf(data['removes']).slice(0, MAX_RULES)) remove(sheet, recordOf(item)?.['index'])
      const css = textOf(data['replaceSync']) ?? textOf(data['replace'])
      if (css !== undefined && css.length <= MAX_CSS_CHARS) quietly(() => sheet.replaceSync(safeCss(css)))
      return true
    },
    adopt: (data) => {
      const host = known.node(idOf(data['id']))
      const document = isDocument(host) ? host : host?.ownerDocument
      if (!host || !document) return false
      for (const style of listOf(data['styles']).slice(0, MAX_SHEETS)) create(style, document)
      const root = isDocument(host) ? host : isElement(host) ? host.shadowRoot : null
      if (!root) return false
      const sheets = listOf(data['styleIds'])
        .slice(0, MAX_SHEETS)
        .flatMap((id) => constructed.get(idOf(id) ?? 0) ?? [])
      const adoptAll = (all: CSSStyleSheet[]) => {
        root.adoptedStyleSheets = all
      }
      // A sheet of another document is refused; the others still count.
      if (!quietly(() => adoptAll(sheets)))
        for (const sheet of sheets) quietly(() => adoptAll([...root.adoptedStyleSheets, sheet]))
      return true
    },
  }
}

const quietly = (work: () => void): boolean => {
  try {
    work()
    return true
  } catch {
    return false
  }
}

/** The list of rules that an index of several steps leads to, and the last step. */
const placeOf = (
  sheet: CSSStyleSheet,
  told: unknown,
): { list: Ruled; index: number | undefined } | undefined => {
  if (told === undefined || told === null) return { list: sheet, index: undefined }
  const path = Array.isArray(told) ? told : [told]
  let list: Ruled = sheet
  for (const step of path.slice(0, -1).slice(0, 20)) {
    const rule = list.cssRules[numberOf(step) ?? -1] as unknown as Ruled | undefined
    if (!rule?.cssRules) return undefined
    list = rule
  }
  return { list, index: numberOf(path.at(-1)) }
}

const insert = (sheet: CSSStyleSheet, item: Json): void => {
  const rule = textOf(item['rule'])
  if (rule === undefined || rule.length > MAX_CSS_CHARS) return
  quietly(() => {
    const place = placeOf(sheet, item['index'])
    if (!place) return
    const end = place.list.cssRules.length
    place.list.insertRule(safeCss(rule), place.index === undefined ? 0 : Math.min(place.index, end))
  })
}

const remove = (sheet: CSSStyleSheet, index: unknown): void => {
  quietly(() => {
    const place = placeOf(sheet, index)
    if (place?.index !== undefined) place.list.deleteRule(place.index)
  })
}

const declare = (sheet: CSSStyleSheet, data: Json): boolean => {
  const place = placeOf(sheet, data['index'])
  const rule = place?.list.cssRules[place.index ?? -1] as CSSStyleRule | undefined
  const set = recordOf(data['set'])
  const property = textOf((set ?? recordOf(data['remove']))?.['property'])
  if (!rule?.style || property === undefined) return false
  if (!set) rule.style.removeProperty(property)
  else
    rule.style.setProperty(
      property,
      safeCss(String(set['value'] ?? '').slice(0, MAX_CSS_CHARS)),
      set['priority'] === 'important' ? 'important' : '',
    )
  return true
}
