// The page's style sheets as text for a drawn document, in which there is no viewport, no root and no other media.
import { markSelector } from './mark-selector.ts'
import type { Resources } from './resources.ts'
import type { Breathe } from './slices.ts'

/** Marks the root of the drawn document. */
export const ROOT = 'data-ph-root'

const URLS = /url\(\s*(?:"([^"\n]{0,4096})"|'([^'\n]{0,4096})'|([^"'()\s]{1,4096}))\s*\)/g

export type Viewport = { width: number; height: number }

/** Lengths of the viewport as pixels: the drawn document's is the whole page. */
const fixViewport = (css: string, { width, height }: Viewport) =>
  css.replace(/(-?(?:\d+\.?\d*|\.\d+))[dsl]?v(h|w|min|max|b|i)\b/g, (_, amount, unit) => {
    const side =
      unit === 'min'
        ? Math.min(width, height)
        : unit === 'max'
          ? Math.max(width, height)
          : /[hb]/.test(unit)
            ? height
            : width
    return `${(Number(amount) * side) / 100}px`
  })

/**
 * Replaces each `url(…)` that is no fragment by its data: URL, or by nothing. What stands between them is scrubbed, since
 * styles write texts, too.
 */
export const inlineUrls = async (
  css: string,
  base: string,
  resources: Resources,
  plain: (text: string) => string,
): Promise<string> => {
  if (!css.includes('url(')) return plain(css)
  let text = ''
  let from = 0
  for (const found of css.matchAll(URLS)) {
    const [whole, double, single, bare] = found
    const url = double ?? single ?? bare ?? ''
    text += plain(css.slice(from, found.index))
    from = found.index + whole.length
    let data: string | undefined
    try {
      data = url.startsWith('#') ? url : await resources.of(new URL(url, base).href)
    } catch {
      // No address at all.
    }
    text += `url("${data ?? 'data:,'}")`
  }
  return text + plain(css.slice(from))
}

export const adaptCss = (css: string, viewport: Viewport): string =>
  fixViewport(css, viewport)
    .replace(/:root\b/g, `[${ROOT}]`)
    // An image knows no custom elements; pages hide those that are not defined yet.
    .replace(/:defined\b/g, ':nth-child(n)')

type SheetsOptions = {
  root: Document | ShadowRoot
  /** The number of a shadow tree, 0 for the page; undefined for a page that has none. */
  tree: number | undefined
  viewport: Viewport
  resources: Resources
  breathe: Breathe
  plain: (text: string) => string
}

export const cssOf = async (options: SheetsOptions): Promise<string> => {
  const { root, tree, viewport, resources, breathe, plain } = options
  const view = (root.ownerDocument ?? (root as Document)).defaultView ?? window
  const loaded = new Set<string>()
  for (const { family, status } of view.document.fonts ?? [])
    if (status === 'loaded') loaded.add(family.replace(/["']/g, ''))

  const write = (css: string, base: string) => inlineUrls(adaptCss(css, viewport), base, resources, plain)

  const walk = async (list: CSSRuleList, base: string): Promise<string> => {
    let text = ''
    for (const rule of list) {
      await breathe()
      const { cssText } = rule
      const inner = (rule as CSSGroupingRule).cssRules as CSSRuleList | undefined
      const name = /^@([\w-]+)/.exec(cssText)?.[1]
      if (name === 'import') {
        const { media, styleSheet, layerName } = rule as CSSImportRule & { layerName?: string | null }
        if (!styleSheet || (media.mediaText && !view.matchMedia(media.mediaText).matches)) continue
        const imported = await sheet(styleSheet)
        text += layerName == null ? imported : `@layer ${layerName}{${imported}}`
      } else if (name === 'media') {
        // Decided here, by the page's own window: the drawn one has another height and no person's wishes.
        if (view.matchMedia((rule as CSSMediaRule).conditionText).matches && inner)
          text += await walk(inner, base)
      } else if (name === 'supports') {
        if (inner && CSS.supports((rule as CSSSupportsRule).conditionText)) text += await walk(inner, base)
      } else if (name === 'font-face') {
        const family = (rule as CSSFontFaceRule).style.getPropertyValue('font-family').replace(/["']/g, '')
        if (loaded.has(family)) text += await write(cssText, base)
      } else if (name === 'keyframes' || name === 'property') {
        text += await write(cssText, base)
      } else if (name && inner) {
        text += `${cssText.slice(0, cssText.indexOf('{'))}{${await walk(inner, base)}}`
      } else if (name !== 'namespace') {
        const { selectorText } = rule as CSSStyleRule
        const isMarked = tree !== undefined && selectorText && cssText.startsWith(selectorText)
        const marked = isMarked
          ? markSelector(selectorText, tree) + cssText.slice(selectorText.length)
          : cssText
        text += await write(marked, base)
      }
    }
    return text
  }

  /** The rules of a sheet of another origin may be read if its server says so. */
  const readAnyway = async (href: string) => {
    const data = await resources.of(href)
    if (!data) return undefined
    const css = new TextDecoder().decode(
      Uint8Array.from(atob(data.slice(data.indexOf(',') + 1)), (char) => char.charCodeAt(0)),
    )
    const copy = new CSSStyleSheet()
    copy.replaceSync(css)
    return copy.cssRules
  }

  const sheet = async (from: CSSStyleSheet): Promise<string> => {
    if (from.disabled || (from.media.mediaText && !view.matchMedia(from.media.mediaText).matches)) return ''
    const base = from.href ?? view.document.baseURI
    let list: CSSRuleList | undefined
    try {
      list = from.cssRules
    } catch {
      list = from.href ? await readAnyway(from.href).catch(() => undefined) : undefined
    }
    return list ? walk(list, base) : ''
  }

  let css = ''
  for (const from of [...root.styleSheets, ...(root.adoptedStyleSheets ?? [])]) css += await sheet(from)
  return css
}
