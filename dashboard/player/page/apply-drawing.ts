// Drawings on canvases: the recorder sends pictures of them. Of all that a recording may ask a canvas for, only these
// two are done: clear, and draw a picture that the recording itself contains.
import { type Json, listOf, numberOf, recordOf, textOf } from '../../../core/replay/read-json.ts'
import { MAX_CANVAS_SIDE, MAX_DATA_URL_CHARS, MAX_DRAWING_COMMANDS } from '../limits.ts'

const PICTURE_TYPE = /^image\/(?:png|jpeg|webp|gif|avif)$/
const BASE64 = /^[\w+/=]+$/

export const draw = async (canvas: HTMLCanvasElement, data: Json): Promise<void> => {
  if (canvas.width > MAX_CANVAS_SIDE || canvas.height > MAX_CANVAS_SIDE) return
  const commands = Array.isArray(data['commands']) ? data['commands'] : [data]
  for (const item of commands.slice(0, MAX_DRAWING_COMMANDS)) {
    const command = recordOf(item)
    const args = listOf(command?.['args'])
    const context = canvas.getContext('2d')
    if (!context) return
    if (command?.['property'] === 'clearRect') {
      const [x, y, width, height] = args.map((value) => numberOf(value) ?? 0)
      context.clearRect(x ?? 0, y ?? 0, width ?? 0, height ?? 0)
    } else if (command?.['property'] === 'drawImage') {
      const picture = await pictureOf(args[0])
      const places = args.slice(1, 9).map((value) => numberOf(value) ?? 0)
      if (picture) drawAt(context, picture, places)
      picture?.close()
    }
  }
}

export const drawDataUrl = async (canvas: HTMLCanvasElement, url: string): Promise<void> => {
  const [, type = '', base64 = ''] = /^data:(image\/\w+);base64,([\w+/=]+)$/.exec(url) ?? []
  const picture = await decode(base64, type)
  if (picture) canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture?.close()
}

const drawAt = (context: CanvasRenderingContext2D, picture: ImageBitmap, at: number[]): void => {
  const [a = 0, b = 0, c = picture.width, d = picture.height, e, f, g, h] = at
  if (e !== undefined && f !== undefined && g !== undefined && h !== undefined)
    context.drawImage(picture, a, b, c, d, e, f, g, h)
  else context.drawImage(picture, a, b, c, d)
}

/** The recorder's own form: a bitmap of a blob of bytes. */
const pictureOf = async (argument: unknown): Promise<ImageBitmap | undefined> => {
  const bitmap = recordOf(argument)
  const blob = recordOf(listOf(bitmap?.['args'])[0])
  const bytes = recordOf(listOf(blob?.['data'])[0])
  if (bitmap?.['rr_type'] !== 'ImageBitmap' || blob?.['rr_type'] !== 'Blob') return undefined
  return decode(textOf(bytes?.['base64']) ?? '', textOf(blob['type']) ?? '')
}

const decode = async (base64: string, type: string): Promise<ImageBitmap | undefined> => {
  if (!PICTURE_TYPE.test(type) || base64.length > MAX_DATA_URL_CHARS || !BASE64.test(base64)) return undefined
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type }))
    if (picture.width <= MAX_CANVAS_SIDE && picture.height <= MAX_CANVAS_SIDE) return picture
    picture.close()
  } catch {
    // None that this browser knows.
  }
  return undefined
}
