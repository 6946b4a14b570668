// What an image says of itself in its first bytes: its type and its size. What is none of the three is undefined.

export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
export type ImageType = (typeof IMAGE_TYPES)[number]
export type ImageHeader = { type: ImageType; width: number; height: number }

export const readImageHeader = (bytes: Uint8Array): ImageHeader | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = pngHeader(view) ?? webpHeader(view) ?? jpegHeader(view)
  return found && found.width > 0 && found.height > 0 ? found : undefined
}

/** Whether the bytes at a place are these characters. */
const says = (view: DataView, at: number, text: string): boolean =>
  at + text.length <= view.byteLength &&
  [...text].every((unit, index) => view.getUint8(at + index) === unit.charCodeAt(0))

/** The first chunk of a PNG is its header, always. */
const pngHeader = (view: DataView): ImageHeader | undefined =>
  view.byteLength >= 33 && says(view, 0, '\x89PNG\r\n\x1a\n') && says(view, 12, 'IHDR')
    ? { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
    : undefined

const webpHeader = (view: DataView): ImageHeader | undefined => {
  if (view.byteLength < 30 || !says(view, 0, 'RIFF') || !says(view, 8, 'WEBP')) return undefined
  const sized = (width: number, height: number): ImageHeader => ({ type: 'image/webp', width, height })
  // Lossy, lossless, and with features: each has its size elsewhere, in 14, 14 and 24 bits.
  if (says(view, 12, 'VP8 ') && says(view, 23, '\x9d\x01\x2a'))
    return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
  if (says(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true)
    return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
  }
  if (says(view, 12, 'VP8X')) return sized(threeBytes(view, 24) + 1, threeBytes(view, 27) + 1)
  return undefined
}

const threeBytes = (view: DataView, at: number): number =>
  view.getUint16(at, true) + (view.getUint8(at + 2) << 16)

/** Goes from segment to segment until one begins a frame; the bytes of the picture come after it. */
const jpegHeader = (view: DataView): ImageHeader | undefined => {
  if (!says(view, 0, '\xff\xd8\xff')) return undefined
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (isFrame(marker))
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    if (marker < 0xc0 || marker === 0xd9 || marker === 0xda) return undefined
    const length = view.getUint16(at + 2)
    if (length < 2) return undefined
    at += 2 + length
  }
  return undefined
}

/** SOF0 to SOF15, among which tables and extensions have numbers of their own. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
