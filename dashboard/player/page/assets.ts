// What stands for an address of the recorded page: nothing is ever loaded from where the page loaded it.

export type AssetUse = 'picture' | 'style' | 'font' | 'media'

/** Kept beside the recording, as addresses that load nothing from elsewhere (`blob:` or `data:`). */
let assets: ReadonlyMap<string, string> = new Map()

export const setAssets = (known: ReadonlyMap<string, string>): void => {
  assets = known
}

const PICTURE = /^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)[;,]/i
const IN_STYLE = /^data:(?:image|font|application\/(?:x-)?font[\w-]*|application\/octet-stream)[/;,]/i
const MEDIA = /^data:(?:audio|video)\//i

const ALLOWED: Record<AssetUse, RegExp> = { picture: PICTURE, style: IN_STYLE, font: IN_STYLE, media: MEDIA }

/** Undefined where there is nothing to show: the address is then left out. */
export const assetOf = (address: string, use: AssetUse): string | undefined =>
  ALLOWED[use].test(address) ? address : assets.get(address)
