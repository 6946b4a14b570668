// What stands for an address of the recorded page: nothing is ever loaded from where the page loaded it.

export type AssetUse = 'picture' | 'style' | 'font' | 'media'

/** Kept beside the recording, as addresses that load nothing from elsewhere (`blob:` or `data:`). */
let assets: ReadonlyMap<string, string> = new Map()
/** Texts of style sheets, by the addresses of their files. */
let sheets: ReadonlyMap<string, string> = new Map()
/** Of the recorded page: what scripts write into styles may be relative to it. */
let base = ''

export const setAssets = (
  known: ReadonlyMap<string, string>,
  knownSheets: ReadonlyMap<string, string> = new Map(),
): void => {
  assets = known
  sheets = knownSheets
}

export const setPageAddress = (address: string): void => {
  base = address
}

const PICTURE = /^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)[;,]/i
const IN_STYLE = /^data:(?:image|font|application\/(?:x-)?font[\w-]*|application\/octet-stream)[/;,]/i
const MEDIA = /^data:(?:audio|video)\//i

const ALLOWED: Record<AssetUse, RegExp> = { picture: PICTURE, style: IN_STYLE, font: IN_STYLE, media: MEDIA }

/** They are known without their fragment, which says what of a file is shown. */
const find = (known: ReadonlyMap<string, string>, address: string): string | undefined => {
  if (known.size === 0) return undefined
  const [plain = ''] = address.split('#', 1)
  return known.get(plain) ?? known.get(URL.parse(plain, base || undefined)?.href ?? '')
}

/** Undefined where there is nothing to show: the address is then left out. */
export const assetOf = (address: string, use: AssetUse): string | undefined => {
  if (ALLOWED[use].test(address)) return address
  const found = find(assets, address)
  const [fragment = ''] = /#[\w.-]+$/.exec(address) ?? []
  return found && `${found}${fragment}`
}

/** The text of a style sheet that lies in a file: not safe yet. */
export const sheetOf = (address: string): string | undefined => find(sheets, address)
