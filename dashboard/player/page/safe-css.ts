// Style sheets of recorded pages: no address in them survives, however it is written, and `:hover` also answers to an
// attribute, because nobody hovers over a replay. Reads CSS as a browser does, token by token.
import { addressesOfCss, asImported, closed, rewriteCss } from '../../../core/assets/css-addresses.ts'
import { assetOf, sheetOf } from './assets.ts'

/** Stands for `:hover`; set on what the recorded pointer is over. */
export const HOVERED = 'playhead-hover'

const TOKEN =
  /(\/\*[\s\S]*?(?:\*\/|$))|("(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)|<!--|#(?:[-\w\u0080-\uffff]|\\(?:[\da-fA-F]{1,6}[ \t\n]?|[^\n]))+|(@?(?:[-\w\u0080-\uffff]|\\(?:[\da-fA-F]{1,6}[ \t\n]?|[^\n]))+\(?)|([{};()])|([^"'/@\w\u0080-\uffff\\{};()#<-]+|[\s\S])/g

const UNQUOTED = /((?:[^)\\]|\\[\s\S])*)\)?/y
const QUOTED = /\s*("(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)/y

const ESCAPE = /\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\n\r\f])?|([\s\S]))/gi

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(ESCAPE, (_, hex: string | undefined, other: string | undefined) => {
        if (hex === undefined) return other === '\n' ? '' : (other ?? '')
        const point = Number.parseInt(hex, 16)
        return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
      })
    : text

/** Functions whose argument is an address; in the others of these, every string is one. */
const ADDRESS = /^(?:url|src|url-prefix|domain|document)\($/
const OF_STRINGS = /^(?:-webkit-)?(?:image-set|image|cross-fade|element)\($/

/** Functions that put something else in their place. */
const SUBSTITUTED = /^(?:var|attr|env|if|inherit|random-item|--.*)\($/

/** Nothing is ever fetched for it, and no history knows it. */
const NOWHERE = 'url("about:invalid")'

/** Does as a rule in a list, where an index counts it, and does nothing. */
const NO_RULE = '@media not all{}'

const DANGEROUS = /url|import|image|src|cross|element|document|\\|:hover/i

const cache = new Map<string, string>()
const CACHE_CHARS = 8_000_000
let cachedChars = 0

/** A sheet, a rule, or the value of a property. */
export const safeCss = (css: string): string => {
  if (!DANGEROUS.test(css)) return css
  const known = cache.get(css)
  if (known !== undefined) return known
  const safe = rewrite(css)
  if (cachedChars + css.length > CACHE_CHARS) {
    cache.clear()
    cachedChars = 0
  }
  // What an asset stands for may change, and short texts are not worth it.
  if (css.length > 200) {
    cache.set(css, safe)
    cachedChars += css.length
  }
  return safe
}

export const forgetCss = (): void => {
  cache.clear()
  cachedChars = 0
}

/** As browsers begin, too. */
const plainLines = (css: string): string => css.replace(/\r\n?|\f/g, '\n').replaceAll('\0', '\ufffd')

const rewrite = (source: string): string => {
  const css = plainLines(source)
  const out: string[] = []
  /** Where in `out` the selectors of the next rule begin. */
  let prelude = 0
  let hovers = false
  /** How deep in parentheses, and at which depths strings are addresses. */
  let depth = 0
  const stringsAt: number[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(css); match; match = TOKEN.exec(css)) {
    const [token, comment, string, word, mark] = match
    // Two tokens that a comment parts stay two.
    if (comment !== undefined) out.push('/**/')
    else if (string !== undefined)
      out.push(stringsAt.length > 0 ? addressOf(string.slice(1, -1)).slice(4, -1) : string)
    else if (word !== undefined) {
      const name = unescaped(word).toLowerCase()
      if (/^@import\(?$/.test(name)) {
        const end = endOfStatement(css, TOKEN.lastIndex)
        out.push(importedSheet(css.slice(TOKEN.lastIndex, end)))
        TOKEN.lastIndex = end
        prelude = out.length
      } else if (ADDRESS.test(name)) {
        const [address, end] = readAddress(css, TOKEN.lastIndex)
        TOKEN.lastIndex = end
        out.push(addressOf(address))
      } else {
        // What a variable holds is not seen here.
        const isHidden = stringsAt.length > 0 && SUBSTITUTED.test(name)
        if (word.endsWith('(')) {
          depth++
          if (OF_STRINGS.test(name)) stringsAt.push(depth)
        }
        if (name === 'hover' && out.at(-1)?.endsWith(':')) hovers = true
        out.push(isHidden ? 'playhead-unseen(' : word)
      }
    } else if (mark !== undefined) {
      if (mark === '(') depth++
      else if (mark === ')') {
        if (stringsAt.at(-1) === depth) stringsAt.pop()
        depth = Math.max(0, depth - 1)
      } else {
        if (mark === '{' && hovers) addHovered(out, prelude)
        // A brace ends whatever was left open.
        depth = 0
        stringsAt.length = 0
        hovers = false
      }
      out.push(mark)
      if (mark !== '(' && mark !== ')') prelude = out.length
    } else out.push(token)
  }
  return out.join('')
}

/** The sheet itself in place of its import, as one rule. What is kept of a sheet imports nothing any more. */
const importedSheet = (statement: string): string => {
  const rule = `@import ${statement}`
  const [first] = addressesOfCss(rule)
  const sheet = first && sheetOf(first.written)
  if (sheet === undefined) return NO_RULE
  const text = closed(safeCss(rewriteCss(sheet, { address: (same) => same, imported: () => '' })))
  return rewriteCss(rule, {
    address: () => '',
    imported: ({ conditions }) => `@media all{${asImported(text, safeConditions(conditions))}}`,
  })
}

/** Words, numbers and parentheses: nothing that ends a rule, or names an address. */
const safeConditions = (conditions: string): string =>
  /^[\w\s():,.<>=/-]*$/.test(conditions) && !/url|import/i.test(conditions) ? conditions : 'not all'

const readAddress = (css: string, from: number): [string, number] => {
  QUOTED.lastIndex = from
  const quoted = QUOTED.exec(css)
  UNQUOTED.lastIndex = quoted ? QUOTED.lastIndex : from
  const rest = UNQUOTED.exec(css)
  const end = rest ? UNQUOTED.lastIndex : css.length
  return [quoted ? (quoted[1] ?? '').slice(1, -1) : (rest?.[1] ?? '').trim(), end]
}

const addressOf = (written: string): string => {
  const address = unescaped(written).trim()
  // Of the page itself: gradients, masks and filters of its own SVG.
  if (/^#[\w-]*$/.test(address)) return `url("${address}")`
  const asset = assetOf(address, 'style')
  return asset ? `url("${asset.replace(/["\\\n\r\f]/g, encodeURIComponent)}")` : NOWHERE
}

const STATEMENT = /(?:"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|\\[\s\S]|[^;{}"'\\])*;?/y

const endOfStatement = (css: string, from: number): number => {
  STATEMENT.lastIndex = from
  STATEMENT.exec(css)
  return Math.max(STATEMENT.lastIndex, from)
}

/** Each selector that hovers stands a second time, with the attribute. */
const addHovered = (out: string[], from: number): void => {
  const selectors = out.slice(from).join('')
  if (/^\s*@/.test(selectors)) return
  const hovering = splitSelectors(selectors).filter((one) => /:hover(?![-\w])/i.test(one))
  for (const one of hovering) out.push(',', one.replace(/:hover(?![-\w])/gi, `[${HOVERED}]`).trim())
}

const splitSelectors = (selectors: string): string[] => {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < selectors.length; at++) {
    const char = selectors[at]
    if (char === '\\') at++
    else if (char === '(' || char === '[') depth++
    else if (char === ')' || char === ']') depth--
    else if (char === ',' && depth === 0) {
      parts.push(selectors.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, selectors.slice(start)]
}
