// Compares pictures pixel by pixel, in a page of the browser, which can decode them.
import type { Page } from 'playwright-core'

export type Area = { x: number; y: number; width: number; height: number }

const LOAD = `async (url) => {
  const image = new Image()
  image.src = url
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context.drawImage(image, 0, 0)
  return context
}`

const urlOf = (bytes: Buffer) =>
  `data:image/${bytes[0] === 0xff ? 'jpeg' : 'png'};base64,${bytes.toString('base64')}`

export const sizeOf = (page: Page, picture: Buffer): Promise<{ width: number; height: number }> =>
  page.evaluate(`(async () => {
    const { canvas } = await (${LOAD})('${urlOf(picture)}')
    return { width: canvas.width, height: canvas.height }
  })()`)

/** Share of pixels that differ by more than what JPEG does to an edge: 64 of 255 in some colour. */
export const differenceOf = (page: Page, one: Buffer, other: Buffer): Promise<number> =>
  page.evaluate(`(async () => {
    const [one, other] = await Promise.all([(${LOAD})('${urlOf(one)}'), (${LOAD})('${urlOf(other)}')])
    const { width, height } = one.canvas
    const a = one.getImageData(0, 0, width, height).data
    const b = other.getImageData(0, 0, width, height).data
    let differ = 0
    for (let i = 0; i < a.length; i += 4) {
      const most = Math.max(Math.abs(a[i] - b[i]), Math.abs(a[i + 1] - b[i + 1]), Math.abs(a[i + 2] - b[i + 2]))
      if (most > 64) differ++
    }
    return differ / (width * height)
  })()`)

/** The largest distance, in any colour, between two pixels of an area: next to nothing where it is blank. */
export const contrastIn = (page: Page, picture: Buffer, { x, y, width, height }: Area): Promise<number> =>
  page.evaluate(`(async () => {
    const context = await (${LOAD})('${urlOf(picture)}')
    const { data } = context.getImageData(${x}, ${y}, ${width}, ${height})
    const least = [255, 255, 255]
    const most = [0, 0, 0]
    for (let i = 0; i < data.length; i++) {
      if (i % 4 === 3) continue
      least[i % 4] = Math.min(least[i % 4], data[i])
      most[i % 4] = Math.max(most[i % 4], data[i])
    }
    return Math.max(...most.map((value, at) => value - least[at]))
  })()`)
