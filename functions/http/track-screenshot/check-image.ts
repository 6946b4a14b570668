// What a request brings as its image, and whether that is one: only its own bytes are believed.
import { AppError } from '../../../core/errors.ts'
import { SCREENSHOT_INLINE_MAX_BYTES, SCREENSHOT_MAX_PIXELS } from '../../../core/limits.ts'
import { type ImageHeader, type ImageType, readImageHeader } from '../../../core/screenshots/image-header.ts'
import type { Screenshot } from '../../../core/screenshots/screenshot.ts'

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const DATA_URL = /^data:image\/[a-z]{3,4};base64,/

/** Undefined where the image comes later, by the form of an upload. */
export const imageOf = (
  { image }: Pick<Screenshot, 'image'>,
  bytes: Uint8Array | undefined,
): Uint8Array | undefined => {
  if (image === undefined) return bytes
  if (bytes) throw invalid('image', 'may not stand beside a body that is an image')
  const text = image.replace(DATA_URL, '')
  if (!BASE64.test(text)) throw invalid('image', 'must be base64')
  const decoded = Buffer.from(text, 'base64')
  if (decoded.length <= SCREENSHOT_INLINE_MAX_BYTES) return decoded
  throw new AppError(
    'body-too-large',
    413,
    `An image in a request may take ${SCREENSHOT_INLINE_MAX_BYTES} bytes. Send contentType and bytes in its place, and the answer is the form of an upload.`,
  )
}

/** Without an image, what it will be must be said. */
export const announcedType = ({ contentType, bytes }: Screenshot): ImageType => {
  if (!contentType) throw invalid('contentType', 'is required where there is no image')
  if (bytes === undefined) throw invalid('bytes', 'is required where there is no image')
  return contentType
}

/** Throws unless it is an image, of the type and size that the request says, and no larger than anybody can show. */
export const checkedImage = (
  image: Uint8Array,
  { contentType, bytes, width, height }: Screenshot,
  header?: string,
): ImageHeader => {
  const found = readImageHeader(image)
  if (!found) throw invalid('image', 'must be a JPEG, PNG or WebP image')
  const claimed = header?.split(';')[0]?.trim().toLowerCase()
  const types = [contentType, claimed?.startsWith('image/') ? claimed : undefined]
  if (types.some((type) => type !== undefined && type !== found.type))
    throw invalid('contentType', `says another type than the image, which is ${found.type}`)
  if (found.width * found.height > SCREENSHOT_MAX_PIXELS)
    throw invalid(
      'image',
      `may have ${SCREENSHOT_MAX_PIXELS} pixels; it has ${found.width} × ${found.height}`,
    )
  if (bytes !== undefined && bytes !== image.length)
    throw invalid('bytes', `must be what the image takes, ${image.length}`)
  if ((width ?? found.width) !== found.width || (height ?? found.height) !== found.height)
    throw invalid('width', `and height must be the image's, ${found.width} × ${found.height}`)
  return found
}

const invalid = (field: string, message: string): AppError =>
  new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field, message }],
  })
