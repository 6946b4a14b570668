// Texts, attributes and styles of a recording with everything taken out that could tell something.
import { type Json, recordOf } from '../replay/read-json.ts'

export const maskText = (text: string): string => text.replace(/\S/gu, '•')

/** Shown where an image was. */
export const HIDDEN_IMAGE =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8' preserveAspectRatio='none'%3E%3Crect width='8' height='8' fill='%23c9ced6'/%3E%3C/svg%3E"

/** A sheet stays, with its fonts: without its images, and without addresses, which may name somebody. */
export const maskCss = (css: string): string =>
  css
    .replace(
      /url\(\s*(?!["']?data:(?:font|application\/(?:x-)?font))(?:"[^"]*"|'[^']*'|[^)]*)\s*\)/gi,
      'url(data:,)',
    )
    .replace(/@import\s+(?:"[^"]*"|'[^']*')/gi, '@import url(data:,)')

/** Styles of one element are written by scripts, which may put anything into a string. */
const maskInlineStyle = (css: string): string => maskCss(css).replace(/"[^"]*"|'[^']*'/g, '""')

/** Every string in what is said of style sheets. */
export const maskStyle = (value: unknown): unknown => {
  if (typeof value === 'string') return maskCss(value)
  if (Array.isArray(value)) return value.map(maskStyle)
  const record = recordOf(value)
  return record
    ? Object.fromEntries(Object.entries(record).map(([name, one]) => [name, maskStyle(one)]))
    : value
}

export const maskAttributes = (tagName: string, attributes: Json): Json => {
  const kept: Json = {}
  for (const [given, value] of Object.entries(attributes)) {
    const name = given.toLowerCase()
    if (value === null || typeof value === 'boolean' || typeof value === 'number') kept[given] = value
    else if (name === 'style') kept[given] = maskOwnStyle(value)
    else if (typeof value !== 'string') continue
    else if (name === '_csstext') kept[given] = maskCss(value)
    else if (name === 'value' || name === 'placeholder') kept[given] = maskText(value)
    else if (SOURCES.has(name) && tagName !== 'script' && tagName !== 'iframe' && tagName !== 'link')
      kept[given] = HIDDEN_IMAGE
    else if (HARMLESS.has(name) || (/^(data|aria)-/.test(name) && /^(true|false)?$/.test(value)))
      kept[given] = value
  }
  return kept
}

const maskOwnStyle = (value: unknown): unknown => {
  if (typeof value === 'string') return maskInlineStyle(value)
  const record = recordOf(value)
  if (!record) return null
  const masked = (one: unknown): unknown =>
    typeof one === 'string'
      ? maskInlineStyle(one)
      : Array.isArray(one)
        ? one.map(masked)
        : one === false
          ? false
          : null
  return Object.fromEntries(Object.entries(record).map(([name, one]) => [name, masked(one)]))
}

/** What an image is taken from. Of links and scripts nothing is needed: sheets are in the recording. */
const SOURCES = new Set(['src', 'poster', 'xlink:href', 'rr_dataurl', 'background'])

/** How a page looks and not what it says. */
const HARMLESS = new Set(
  [
    'class id type rel media dir lang hidden disabled checked selected multiple readonly open role tabindex for name slot part',
    'width height size rows cols colspan rowspan span align valign border cellpadding cellspacing bgcolor color face',
    'viewbox d fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray',
    'stroke-dashoffset stroke-opacity stroke-miterlimit x y x1 y1 x2 y2 dx dy cx cy r rx ry points transform offset',
    'stop-color stop-opacity gradientunits gradienttransform patternunits preserveaspectratio clip-path clip-rule mask',
    'filter opacity xmlns xmlns:xlink version text-anchor font-size font-family font-weight',
    'rr_width rr_height rr_scrollleft rr_scrolltop rr_mediastate rr_mediacurrenttime rr_open_mode',
  ].flatMap((names) => names.split(' ')),
)
