// Draws a written page to a canvas and makes a JPEG of it that is not larger than it may be.
import { AREA_MAX_PX, ENCODE_TRIES, PICTURE_MAX_BYTES, SIDE_MAX_PX, STRIP_PX } from './limits.ts'
import type { Breathe } from './slices.ts'
import { asDataUrl, type Written } from './write-page.ts'

export type Picture = { jpeg: Blob; width: number; height: number }

/** A policy of the page that forbids data: images shows only here, as an image that does not load. */
const load = (svg: string) =>
  new Promise<HTMLImageElement>((done, fail) => {
    const image = new Image()
    image.onload = () => done(image)
    image.onerror = () => fail(new Error('the browser does not draw it'))
    image.src = asDataUrl(svg)
  })

export const drawPage = async (
  { width, height, background, svg }: Written,
  quality: number,
  breathe: Breathe,
): Promise<Picture> => {
  const image = await load(svg)
  const fits = Math.min(1, Math.sqrt(AREA_MAX_PX / (width * height)), SIDE_MAX_PX / Math.max(width, height))
  const canvas = document.createElement('canvas')
  for (let tries = 0; tries < ENCODE_TRIES; tries++) {
    const scale = fits * 0.75 ** tries
    canvas.width = Math.max(1, Math.round(width * scale))
    canvas.height = Math.max(1, Math.round(height * scale))
    const context = canvas.getContext('2d', { alpha: false })
    if (!context) break
    for (const color of ['#fff', background]) {
      if (color) context.fillStyle = color
      context.fillRect(0, 0, canvas.width, canvas.height)
    }
    // Strip by strip, each in a moment of its own: to paint a long page at once would be felt.
    for (let top = 0; top < canvas.height; top += STRIP_PX) {
      await breathe(true)
      context.save()
      context.beginPath()
      context.rect(0, top, canvas.width, STRIP_PX)
      context.clip()
      context.drawImage(image, 0, 0, canvas.width, canvas.height)
      context.restore()
    }
    await breathe(true)
    const coarse = quality * 0.8 ** tries
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', coarse))
    if (jpeg && jpeg.size <= PICTURE_MAX_BYTES) return { jpeg, width: canvas.width, height: canvas.height }
  }
  throw new Error('the picture is too large')
}
