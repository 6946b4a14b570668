// A style sheet as it is kept: its addresses absolute, what it imports in their place, so that a replay needs no other.
import { assetAddress } from '../../../core/assets/asset-address.ts'
import type { AssetRules } from '../../../core/assets/asset-hosts.ts'
import { addressesOfCss, asImported, closed, rewriteCss } from '../../../core/assets/css-addresses.ts'
import { ASSET_MAX_BYTES, ASSET_MAX_IMPORTS, ASSET_MAX_OF_SHEET } from '../../../core/limits.ts'
import { resolveUrl } from '../../stores/resolve-url.ts'
import type { FetchedAsset } from './fetch-asset.ts'

/** Undefined where an imported sheet is not to be had. */
type FetchSheet = (url: string, rules: AssetRules) => Promise<FetchedAsset | undefined>

export type FlatSheet = {
  css: string
  /** What it shows. */
  names: string[]
}

/** A format of fonts that only browsers of before 2016 read. */
const OLD_FONT = /\.eot(?:\?|$)/i

export const flattenSheet = async (
  sheet: Pick<FetchedAsset, 'bytes' | 'url'>,
  rules: AssetRules,
  fetchSheet: FetchSheet,
): Promise<FlatSheet> => {
  const names = new Set<string>()
  let chars = 0

  const absolute = (written: string, base: string): string => {
    if (/^(?:data:|#)/i.test(written)) return written
    const url = assetAddress(resolveUrl, written, base)
    if (url === undefined) return 'about:invalid'
    if (names.size < ASSET_MAX_OF_SHEET && !OLD_FONT.test(url)) names.add(url)
    const [, fragment] = /(#.*)$/s.exec(written) ?? []
    return `${url}${fragment ?? ''}`
  }

  const flat = async (of: Pick<FetchedAsset, 'bytes' | 'url'>, path: readonly string[]): Promise<string> => {
    const css = new TextDecoder().decode(of.bytes).replace(/^@charset "[^"]*";/, '')
    chars += css.length
    if (chars > ASSET_MAX_BYTES.style) return ''
    const within = [...path, of.url]
    const imported = new Map<string, string>()
    for (const { written, sheet } of addressesOfCss(css)) {
      if (!sheet || path.length >= ASSET_MAX_IMPORTS) continue
      const url = assetAddress(resolveUrl, written, of.url)
      if (url === undefined || within.includes(url) || imported.has(url)) continue
      const found = await fetchSheet(url, rules)
      imported.set(url, found ? closed(await flat(found, within)) : '')
    }
    return rewriteCss(css, {
      address: (written) => absolute(written, of.url),
      imported: ({ address, conditions }) =>
        asImported(imported.get(assetAddress(resolveUrl, address, of.url) ?? '') ?? '', conditions),
    })
  }

  const css = await flat(sheet, [])
  return { css, names: [...names] }
}
