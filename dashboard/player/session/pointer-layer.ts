// What lies over the page: the pointer, its trail, clicks, and a mark around a node. Drawn from times, not from what
// happened before, so that it is right at every moment.
import { isElement, type KnownNodes } from '../page/known-nodes.ts'
import { type Actions, type Click, lastBefore, type PointerPlace } from './actions.ts'

const TRAIL_MS = 1_200
const RIPPLE_MS = 600
/** Between two places no further apart the pointer glides. */
const GLIDE_MS = 250
const MAX_TRAIL = 400

const SVG = 'http://www.w3.org/2000/svg'

export type PointerLayer = {
  render(at: number, actions: Actions | undefined, known: KnownNodes): PointerPlace | undefined
  setTrail(on: boolean): void
  /** Pixels of the page to one of the screen: the pointer is as large as ever. */
  scale(factor: number): void
  mark(element: Element | undefined): void
  clear(): void
}

export const createPointerLayer = (stage: HTMLElement): PointerLayer => {
  const layer = document.createElement('div')
  layer.className = 'layer'
  const svg = document.createElementNS(SVG, 'svg')
  const trail = document.createElementNS(SVG, 'polyline')
  svg.append(trail)
  const pointer = document.createElement('div')
  pointer.className = 'pointer'
  pointer.hidden = true
  const marked = document.createElement('div')
  marked.className = 'marked'
  marked.hidden = true
  layer.append(svg, marked, pointer)
  stage.append(layer)
  const ripples: HTMLElement[] = []
  let hasTrail = true
  let factor = 1

  const showClicks = (clicks: readonly Click[], at: number, offset: (place: PointerPlace) => Offset) => {
    const last = lastBefore(clicks, at, (click) => click.at)
    let shown = 0
    for (let index = last; index >= 0 && shown < 8; index--) {
      const click = clicks[index]
      if (!click || at - click.at > RIPPLE_MS) break
      const ripple = ripples[shown] ?? document.createElement('div')
      ripples[shown] = ripple
      if (!ripple.isConnected) layer.append(ripple)
      const { x, y } = offset(click)
      const age = (at - click.at) / RIPPLE_MS
      ripple.className = click.touch ? 'ripple touch' : 'ripple'
      ripple.style.transform = `translate(${click.x + x}px, ${click.y + y}px) scale(${factor * (0.4 + age)})`
      ripple.style.opacity = String(1 - age)
      ripple.hidden = false
      shown++
    }
    for (const ripple of ripples.slice(shown)) ripple.hidden = true
  }

  return {
    render: (at, actions, known) => {
      const places = actions?.places ?? []
      const last = lastBefore(places, at, (place) => place.at)
      const place = places[last]
      const offsets = new Map<number | undefined, Offset>()
      const offset = ({ id }: PointerPlace) => {
        const had = offsets.get(id) ?? frameOffset(known, id)
        offsets.set(id, had)
        return had
      }
      pointer.hidden = place === undefined
      if (place) {
        const next = places[last + 1]
        const glides = next !== undefined && next.id !== undefined && next.at - place.at <= GLIDE_MS
        const part = glides ? (at - place.at) / Math.max(1, next.at - place.at) : 0
        const { x, y } = offset(place)
        const left = place.x + x + (glides ? (next.x - place.x) * part : 0)
        const top = place.y + y + (glides ? (next.y - place.y) * part : 0)
        pointer.style.transform = `translate(${left}px, ${top}px) scale(${factor})`
      }
      const points: string[] = []
      for (let index = last; hasTrail && index >= 0 && points.length < MAX_TRAIL; index--) {
        const point = places[index]
        if (!point || at - point.at > TRAIL_MS) break
        const { x, y } = offset(point)
        points.push(`${point.x + x},${point.y + y}`)
      }
      trail.setAttribute('points', points.length > 1 ? points.join(' ') : '')
      showClicks(actions?.clicks ?? [], at, offset)
      return place
    },
    setTrail: (on) => {
      hasTrail = on
    },
    scale: (to) => {
      factor = to
      trail.setAttribute('stroke-width', String(3 * to))
    },
    mark: (element) => {
      marked.hidden = element === undefined
      if (!element) return
      const box = element.getBoundingClientRect()
      const { x, y } = offsetOf(element.ownerDocument)
      Object.assign(marked.style, {
        transform: `translate(${box.x + x}px, ${box.y + y}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      })
    },
    clear: () => {
      pointer.hidden = true
      marked.hidden = true
      trail.setAttribute('points', '')
      for (const ripple of ripples) ripple.hidden = true
    },
  }
}

type Offset = { x: number; y: number }

/** Places inside a frame of the page count from its corner. */
const frameOffset = (known: KnownNodes, id: number | undefined): Offset => {
  const node = known.node(id)
  const owner = isElement(node) ? node.ownerDocument : undefined
  return owner ? offsetOf(owner) : { x: 0, y: 0 }
}

const MAX_FRAMES = 20

const offsetOf = (owner: Document): Offset => {
  let [x, y] = [0, 0]
  let view: Window | null = owner.defaultView
  for (let depth = 0; view && depth < MAX_FRAMES; depth++) {
    const frame: Element | null = view.frameElement
    // The outermost is the page itself, in our own document.
    if (!frame || frame.ownerDocument === document) break
    const box = frame.getBoundingClientRect()
    x += box.x + frame.clientLeft
    y += box.y + frame.clientTop
    view = frame.ownerDocument.defaultView
  }
  return { x, y }
}
