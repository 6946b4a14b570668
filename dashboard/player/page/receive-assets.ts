// Takes what recorded pages show from other files, as the dashboard hands it over, and makes it showable: style sheets
// as text, fonts and images as blobs of this page.
import { setAssets } from './assets.ts'
import { forgetCss } from './safe-css.ts'

export type ReceivedAsset = { url: string; type: string; bytes: ArrayBuffer }

/** Anything else, however it is called, would be no picture and no font. */
const SHOWN =
  /^(?:font\/(?:woff2?|ttf|otf|collection)|image\/(?:png|jpeg|gif|webp|avif|bmp|x-icon|svg\+xml))$/

export const createAssets = () => {
  const blobs = new Map<string, string>()
  const sheets = new Map<string, string>()
  return {
    /** Whether there is anything new: what is shown must then be built anew. */
    receive: (received: readonly ReceivedAsset[]): boolean => {
      let isNew = false
      for (const { url, type, bytes } of received) {
        if (blobs.has(url) || sheets.has(url)) continue
        if (type === 'text/css') sheets.set(url, new TextDecoder().decode(bytes))
        else if (SHOWN.test(type)) blobs.set(url, URL.createObjectURL(new Blob([bytes], { type })))
        else continue
        isNew = true
      }
      if (!isNew) return false
      setAssets(blobs, sheets)
      forgetCss()
      return true
    },
    clear: () => {
      for (const blob of blobs.values()) URL.revokeObjectURL(blob)
      blobs.clear()
      sheets.clear()
      setAssets(blobs, sheets)
      forgetCss()
    },
  }
}
