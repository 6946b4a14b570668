// Addresses in style sheets: which there are, and the same sheet with others in their place. Reads CSS token by token.

export type Import = {
  address: string
  /** What stands behind the address, as written: `layer(base) supports(display: grid) screen`. */
  conditions: string
}

export type CssRewrite = {
  /** What stands for an address. */
  address: (written: string) => string
  /** What stands for a whole `@import`. */
  imported: (rule: Import) => string
}

const STRING = String.raw`"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?`
const URL_TOKEN = String.raw`url\(\s*(?:${STRING}|(?:\\[\s\S]|[^)\\"'])*)\s*\)?`

/** No part of it can fail behind an opening that any text may repeat, so that reading takes time by length alone. */
const TOKEN = new RegExp(
  [
    String.raw`(\/\*[\s\S]*?(?:\*\/|$))`,
    String.raw`@import\s*(${URL_TOKEN}|${STRING})([^;{}]*);?`,
    `(${URL_TOKEN})`,
    String.raw`((?:-webkit-)?image-set\()((?:[^()"']|${STRING}|\([^()]*\))*)`,
    `(${STRING})`,
  ].join('|'),
  'gi',
)

const ESCAPE = /\\(?:([0-9a-f]{1,6})\s?|(\n)|([\s\S]))/gi

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(ESCAPE, (_, hex?: string, line?: string, other?: string) => {
        if (line !== undefined) return ''
        if (hex === undefined) return other ?? ''
        const point = Number.parseInt(hex, 16)
        return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
      })
    : text

const bare = (token: string): string => {
  const inner = /^url\(/i.test(token) ? token.slice(4).replace(/\)$/, '').trim() : token
  return unescaped(/^["']/.test(inner) ? inner.slice(1).replace(/["']$/, '') : inner).trim()
}

const quoted = (text: string): string =>
  `"${text.replace(/["\\\n\r\f]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `)}"`

export const rewriteCss = (css: string, { address, imported }: CssRewrite): string =>
  css.replace(
    TOKEN,
    (
      whole: string,
      comment?: string,
      importOf?: string,
      conditions?: string,
      url?: string,
      setOpens?: string,
      set?: string,
    ) => {
      if (comment !== undefined) return '/**/'
      if (importOf !== undefined)
        return imported({ address: bare(importOf), conditions: (conditions ?? '').trim() })
      if (url !== undefined) return `url(${quoted(address(bare(url)))})`
      if (setOpens !== undefined) {
        const images = (set ?? '').replace(
          new RegExp(`${URL_TOKEN}|type\\([^)]*\\)|${STRING}`, 'gi'),
          (token) => (/^type/i.test(token) ? token : `url(${quoted(address(bare(token)))})`),
        )
        return `${setOpens}${images}`
      }
      return whole
    },
  )

/** In the order in which they stand. A sheet that is imported, or something that the sheet shows. */
export const addressesOfCss = (css: string): { written: string; sheet: boolean }[] => {
  const found: { written: string; sheet: boolean }[] = []
  if (!/url\(|@import|image-set\(/i.test(css)) return found
  rewriteCss(css, {
    address: (written) => {
      found.push({ written, sheet: false })
      return written
    },
    imported: ({ address }) => {
      found.push({ written: address, sheet: true })
      return ''
    },
  })
  return found
}

const LAYER = /^layer(?:\(([^)]*)\))?(?=\s|$)/i
const SUPPORTS = /^supports\(((?:[^()]|\([^()]*\))*)\)/i

/** An imported sheet as text of the one that imports it. */
export const asImported = (css: string, conditions: string): string => {
  let rest = conditions
  const [layer, name] = LAYER.exec(rest) ?? []
  rest = rest.slice(layer?.length ?? 0).trim()
  const [supports, condition = ''] = SUPPORTS.exec(rest) ?? []
  rest = rest.slice(supports?.length ?? 0).trim()
  let text = css
  if (rest) text = `@media ${rest}{${text}}`
  if (supports)
    text = `@supports ${/^\s*(?:\(|not\b)/.test(condition) ? condition : `(${condition})`}{${text}}`
  return layer === undefined ? text : `@layer ${name ?? ''}{${text}}`
}

/** Braces that are open at its end closed, so that what follows it is not a part of it. */
export const closed = (css: string): string => {
  let depth = 0
  const bones = css.replace(new RegExp(String.raw`\/\*[\s\S]*?(?:\*\/|$)|${STRING}|${URL_TOKEN}`, 'gi'), '')
  for (const char of bones) {
    if (char === '{') depth++
    else if (char === '}') depth = Math.max(0, depth - 1)
  }
  return css + '}'.repeat(depth)
}
