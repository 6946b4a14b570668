// Which files a recording shows that are not in it: style sheets that no script may read, images, fonts. Read step by
// step as the recording goes by; what it names may be made up, so everything is looked at and counted.
import { addressesOfSrcset, assetAddress, type Resolve } from '../assets/asset-address.ts'
import { addressesOfCss } from '../assets/css-addresses.ts'
import { ASSET_MAX_ADDRESSES, ASSET_MAX_CANDIDATES } from '../limits.ts'
import { idOf, type Json, listOf, recordOf, textOf } from './read-json.ts'
import { EVENT, isReplayEvent, NODE, SOURCE } from './recording-format.ts'

export type NamedAsset = {
  /** Absolute, without its fragment. */
  url: string
  /** A style sheet, and not something that is shown. */
  sheet: boolean
}

export type AssetUrls = {
  /** Events of one tab, in the order of time. */
  note(tabId: string, events: readonly unknown[]): void
  /** In the order in which they were named: what a page begins with comes first. */
  named(): NamedAsset[]
  /** Addresses that found no room. */
  cut(): number
}

/** Attributes that show something, by the element that has them. */
const SHOWN: Record<string, readonly string[]> = {
  img: ['src', 'srcset'],
  source: ['srcset'],
  video: ['poster'],
  input: ['src'],
  image: ['href', 'xlink:href'],
  use: ['href', 'xlink:href'],
  feimage: ['href', 'xlink:href'],
  body: ['background'],
  table: ['background'],
  td: ['background'],
  th: ['background'],
  link: ['href', 'imagesrcset'],
}

/** Nodes whose element is remembered, so that a later change of an attribute is understood. */
const MAX_REMEMBERED = 20_000

/** Of a node that is not known: what its own name says. */
const LOOKS_SHOWN = /\.(?:png|jpe?g|gif|webp|avif|svg|bmp|ico)(?:[?#]|$)/i

type Tab = { base: string; elements: Map<number, string>; sheets: Set<number> }

export const watchAssetUrls = (resolve: Resolve, most = ASSET_MAX_ADDRESSES): AssetUrls => {
  const found = new Map<string, NamedAsset>()
  const tabs = new Map<string, Tab>()
  const seenTexts = new Set<string>()
  let cut = 0

  const add = (tab: Tab, written: string, sheet: boolean) => {
    const url = assetAddress(resolve, written, tab.base)
    if (url === undefined || found.has(url)) return
    if (found.size >= most) cut++
    else found.set(url, { url, sheet })
  }

  /** Pages insert the same rules over and over. */
  const addCss = (tab: Tab, css: unknown) => {
    const text = textOf(css)
    if (text === undefined || !/url\(|@import|image-set\(/i.test(text) || seenTexts.has(text)) return
    if (text.length < 1_000 && seenTexts.size < MAX_REMEMBERED) seenTexts.add(text)
    for (const { written, sheet } of addressesOfCss(text)) add(tab, written, sheet)
  }

  const addStyle = (tab: Tab, style: unknown) => {
    if (typeof style === 'string') return addCss(tab, style)
    // Single properties, each a value or a value with its priority.
    for (const value of Object.values(recordOf(style) ?? {}))
      addCss(tab, Array.isArray(value) ? value[0] : value)
  }

  const isSheet = (attributes: Json): boolean =>
    /(?:^|\s)stylesheet(?:\s|$)/i.test(textOf(attributes['rel']) ?? '') ||
    (attributes['rel'] === 'preload' && attributes['as'] === 'style')

  const addAttribute = (
    tab: Tab,
    element: string | undefined,
    name: string,
    value: string,
    sheet: boolean,
  ) => {
    if (name.endsWith('srcset')) {
      for (const written of addressesOfSrcset(value).slice(0, ASSET_MAX_CANDIDATES)) add(tab, written, false)
    } else if (element === 'link') {
      if (sheet) add(tab, value, true)
    } else if (element !== undefined || name === 'poster' || LOOKS_SHOWN.test(value)) add(tab, value, false)
  }

  const addAttributes = (tab: Tab, id: number | undefined, attributes: Json, isNew: boolean) => {
    const element = id === undefined ? undefined : tab.elements.get(id)
    const sheet = id !== undefined && tab.sheets.has(id)
    const names = element === undefined ? (isNew ? [] : ['src', 'srcset', 'poster']) : (SHOWN[element] ?? [])
    for (const name of names) {
      const value = textOf(attributes[name])
      if (value !== undefined) addAttribute(tab, element, name, value, sheet)
    }
    addStyle(tab, attributes['style'])
    addCss(tab, attributes['_cssText'])
  }

  const addNode = (tab: Tab, root: unknown) => {
    const waiting: unknown[] = [root]
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      const node = recordOf(value)
      if (!node) continue
      if (node['type'] === NODE.text) addCss(tab, node['textContent'])
      const element = textOf(node['tagName'])?.toLowerCase()
      if (element !== undefined) {
        const attributes = recordOf(node['attributes']) ?? {}
        const id = idOf(node['id'])
        if (id !== undefined && Object.hasOwn(SHOWN, element) && tab.elements.size < MAX_REMEMBERED) {
          tab.elements.set(id, element)
          // A sheet whose text is in the recording needs no file.
          if (element === 'link' && isSheet(attributes) && attributes['_cssText'] === undefined)
            tab.sheets.add(id)
        }
        addAttributes(tab, id, attributes, true)
      }
      waiting.push(...listOf(node['childNodes']).toReversed())
    }
  }

  const addSheetStep = (tab: Tab, data: Json) => {
    addCss(tab, data['replace'])
    addCss(tab, data['replaceSync'])
    addCss(tab, recordOf(data['set'])?.['value'])
    const styles = listOf(data['styles']).map((style) => recordOf(style)?.['rules'])
    for (const rules of [data['adds'], ...styles])
      for (const entry of listOf(rules)) addCss(tab, recordOf(entry)?.['rule'])
  }

  const SHEETS = new Set<unknown>([SOURCE.styleSheetRule, SOURCE.styleDeclaration, SOURCE.adoptedStyleSheet])

  const addStep = (tab: Tab, data: Json) => {
    if (SHEETS.has(data['source'])) return addSheetStep(tab, data)
    if (data['source'] === SOURCE.font) return addCss(tab, data['fontSource'])
    if (data['source'] !== SOURCE.mutation) return
    for (const entry of listOf(data['adds'])) addNode(tab, recordOf(entry)?.['node'])
    for (const entry of listOf(data['texts'])) addCss(tab, recordOf(entry)?.['value'])
    for (const entry of listOf(data['attributes'])) {
      const change = recordOf(entry)
      addAttributes(tab, idOf(change?.['id']), recordOf(change?.['attributes']) ?? {}, false)
    }
  }

  const noteEvent = (tab: Tab, value: unknown) => {
    if (!isReplayEvent(value)) return
    const data = recordOf(value.data) ?? {}
    if (value.type === EVENT.meta) tab.base = textOf(data['href']) ?? tab.base
    else if (value.type === EVENT.fullSnapshot) {
      tab.elements.clear()
      tab.sheets.clear()
      addNode(tab, data['node'])
    } else if (value.type === EVENT.incremental) addStep(tab, data)
  }

  return {
    note: (tabId, events) => {
      const tab = tabs.get(tabId) ?? { base: '', elements: new Map(), sheets: new Set() }
      tabs.set(tabId, tab)
      for (const event of events) noteEvent(tab, event)
    },
    named: () => [...found.values()],
    cut: () => cut,
  }
}
