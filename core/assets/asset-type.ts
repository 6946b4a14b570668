// What the bytes of an asset are: their own beginning is believed, and for texts also what the server says.
export const ASSET_TYPES = [
  'text/css',
  'font/woff2',
  'font/woff',
  'font/ttf',
  'font/otf',
  'font/collection',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
  'image/svg+xml',
] as const

export type AssetType = (typeof ASSET_TYPES)[number]
export type AssetKind = 'style' | 'font' | 'image'

export const kindOf = (type: AssetType): AssetKind =>
  type === 'text/css' ? 'style' : type.startsWith('font/') ? 'font' : 'image'

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

const BEGINNINGS: [AssetType, string][] = [
  ['font/woff2', 'wOF2'],
  ['font/woff', 'wOFF'],
  ['font/otf', 'OTTO'],
  ['font/ttf', 'true'],
  ['font/ttf', '\u0000\u0001\u0000\u0000'],
  ['font/collection', 'ttcf'],
  ['image/png', '\u0089PNG\r\n\u001a\n'],
  ['image/jpeg', '\u00ff\u00d8\u00ff'],
  ['image/gif', 'GIF8'],
  ['image/bmp', 'BM'],
  ['image/x-icon', '\u0000\u0000\u0001\u0000'],
]

const ofBytes = (bytes: Uint8Array): AssetType | undefined => {
  const head = ascii(bytes, 0, 16)
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  if (/^....ftyp(?:avif|avis|mif1)/s.test(head)) return 'image/avif'
  return BEGINNINGS.find(([, beginning]) => head.startsWith(beginning))?.[0]
}

/** Comments and declarations may stand before a drawing's own element. */
const DRAWING =
  /^\ufeff?(?:\s|<\?[^>]*\?>|<!--(?:(?!-->)[\s\S])*-->|<!DOCTYPE\s+svg[^>[]*(?:\[[^\]]*\])?\s*>)*<svg[\s>]/i
const PAGE = /^\ufeff?\s*<(?:!doctype|html|head|body|\?xml|script)/i

/** Bytes of a text that are looked at. */
const LOOK = 4_096

/**
 * `said` is the server's content type without its parameters. A style sheet has no beginning of its own: the server
 * must call it one, as browsers demand, and it must not look like the page of an error.
 */
export const assetTypeOf = (said: string, bytes: Uint8Array): AssetType | undefined => {
  const seen = ofBytes(bytes)
  if (seen) return seen
  const text = ascii(bytes, 0, LOOK).replace(/^\u00ef\u00bb\u00bf/, '')
  if (said === 'text/css') return PAGE.test(text) || text.includes('\u0000') ? undefined : 'text/css'
  return said === 'image/svg+xml' && DRAWING.test(text) ? 'image/svg+xml' : undefined
}
