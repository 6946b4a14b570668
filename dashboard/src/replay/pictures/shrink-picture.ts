// Makes a thumbnail of a screenshot: the first screen of the page, small.

/** A page may be pictured over twenty screens: a thumbnail is the first of them. */
const THUMB = { width: 240, height: 150 }

export const shrinkPicture = async (image: Blob): Promise<Blob> => {
  const whole = await createImageBitmap(image)
  const scale = THUMB.width / whole.width
  const height = Math.min(THUMB.height, Math.round(whole.height * scale))
  const canvas = new OffscreenCanvas(THUMB.width, Math.max(1, height))
  canvas.getContext('2d')?.drawImage(whole, 0, 0, THUMB.width, whole.height * scale)
  whole.close()
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
}
