// Pictures of canvases, small and now and then: where the project asks for them, and never of what is masked.
import type { Site } from '../site.ts'
import type { Undo } from '../undo.ts'
import type { Engine } from './engine.ts'
import { EVENT, type Recorded, SOURCE } from './format.ts'
import { CANVAS_MAX, CANVAS_MAX_CHARS, CANVAS_MAX_SIDE, CANVAS_MS } from './limits.ts'

export const watchCanvases = (site: Site, engine: Engine, emit: (event: Recorded) => void): Undo => {
  const last = new WeakMap<HTMLCanvasElement, string>()
  let isStopped = false

  const picture = async (canvas: HTMLCanvasElement) => {
    const { width, height } = canvas
    const scale = Math.min(1, CANVAS_MAX_SIDE / Math.max(width, height))
    const small = document.createElement('canvas')
    small.width = Math.max(1, Math.round(width * scale))
    small.height = Math.max(1, Math.round(height * scale))
    small.getContext('2d')?.drawImage(canvas, 0, 0, small.width, small.height)
    // Throws for what was drawn from another origin: such a canvas is nobody's to read.
    const blob = await new Promise<Blob | null>((done) => small.toBlob(done, 'image/webp', 0.4))
    const data = blob && (await base64Of(blob))
    const id = engine.idOf(canvas)
    if (!blob || !data || isStopped || id <= 0 || last.get(canvas) === data) return
    last.set(canvas, data)
    if (data.length > CANVAS_MAX_CHARS) return site.drop('canvas_too_large')
    const image = {
      rr_type: 'ImageBitmap',
      args: [{ rr_type: 'Blob', data: [{ rr_type: 'ArrayBuffer', base64: data }], type: blob.type }],
    }
    const commands = [
      { property: 'clearRect', args: [0, 0, width, height] },
      { property: 'drawImage', args: [image, 0, 0, width, height] },
    ]
    emit({
      type: EVENT.incremental,
      timestamp: site.now(),
      data: { source: SOURCE.canvas, id, type: 0, commands },
    })
  }

  // In the same frame as the page's own drawing: what WebGL has drawn is gone after it.
  const look = () =>
    requestAnimationFrame(() => {
      if (isStopped) return
      const canvases = [...document.querySelectorAll('canvas')].filter(
        (canvas) =>
          canvas.width > 0 &&
          canvas.height > 0 &&
          engine.idOf(canvas) > 0 &&
          !site.privacy.ignored(canvas) &&
          !site.privacy.textMasked(canvas),
      )
      for (const canvas of canvases.slice(0, CANVAS_MAX)) picture(canvas).catch(() => undefined)
    })

  const timer = setInterval(site.guarded(look), CANVAS_MS)
  return () => {
    isStopped = true
    clearInterval(timer)
  }
}

const base64Of = (blob: Blob): Promise<string> =>
  new Promise((done, fail) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(blob)
  })
