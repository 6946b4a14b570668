// One recorded document on the screen: rebuilt from a snapshot, changed event by event. It is built unseen, and shown
// when it has reached its moment, so that a jump never flickers.
import { idOf, type Json, numberOf, recordOf, textOf } from '../../../core/replay/read-json.ts'
import { EVENT, type ReplayEvent, SOURCE } from '../../../core/replay/recording-format.ts'
import { MAX_VIEWPORT } from '../limits.ts'
import { draw, drawDataUrl } from './apply-drawing.ts'
import { applyMutation, type WaitingDocuments } from './apply-mutation.ts'
import { createSheets, type Sheets } from './apply-sheets.ts'
import { applyFont, applyInput, applySelection, createMedia } from './apply-state.ts'
import { setPageAddress } from './assets.ts'
import { buildDocument } from './build-document.ts'
import { type Builder, nothingAfterwards } from './build-nodes.ts'
import { createKnownNodes, isDocument, isElement, type KnownNodes } from './known-nodes.ts'
import { addOwnRules } from './own-rules.ts'
import { HOVERED } from './safe-css.ts'
import { sandboxFrame } from './sandbox-frame.ts'
import { createStyleTexts } from './style-texts.ts'

const SELECTION = 14

export type Viewport = { width: number; height: number }

export type PageView = {
  readonly frame: HTMLIFrameElement
  /** Applies one event; a large one in slices. */
  apply(event: ReplayEvent): Generator<undefined>
  /** Brings what waits for the end of many events: scrolling, drawings, what the pointer is over. */
  settle(at: number, playing: boolean, speed: number): void
  hover(id: number | undefined): void
  show(): void
  destroy(): void
  viewport(): Viewport | undefined
  /** Whether there is a document. */
  hasPicture(): boolean
  known(): KnownNodes
  document(): Document | undefined
  /** Events, or parts of them, that could not be applied. */
  skipped(): number
}

export const createPageView = (stage: HTMLElement): PageView => {
  const frame = sandboxFrame()
  frame.className = 'page building'
  stage.append(frame)

  let size: Viewport | undefined
  let document: Document | undefined
  let known = createKnownNodes()
  let skipped = 0
  let builder = newBuilder()
  let sheets: Sheets = createSheets(known, () => builder.styles.flush())
  let waiting: WaitingDocuments = new Map()
  let media = createMedia()
  let scrolls = new Map<number, { x: number; y: number }>()
  let drawings = new Map<number, Json>()
  let selection: Json | undefined
  let hovered: Element[] = []
  let ownRules: ReturnType<typeof addOwnRules> | undefined

  function newBuilder(): Builder {
    return {
      known,
      styles: createStyleTexts(known),
      after: nothingAfterwards(),
      skip: () => {
        skipped++
      },
    }
  }

  const reset = () => {
    known = createKnownNodes()
    builder = newBuilder()
    sheets = createSheets(known, () => builder.styles.flush())
    waiting = new Map()
    media = createMedia()
    scrolls = new Map()
    drawings = new Map()
    selection = undefined
    hovered = []
    document = undefined
  }

  const resize = (data: Json): boolean => {
    const width = numberOf(data['width'])
    const height = numberOf(data['height'])
    if (!width || !height || width < 1 || height < 1 || width > MAX_VIEWPORT || height > MAX_VIEWPORT)
      return false
    size = { width, height }
    frame.width = String(width)
    frame.height = String(height)
    return true
  }

  function* load(data: Json): Generator<undefined> {
    reset()
    const root = recordOf(data['node'])
    const built = root ? yield* buildDocument(builder, frame, root) : undefined
    if (!built) {
      skipped++
      return
    }
    document = built
    builder.styles.flush()
    ownRules = addOwnRules(built)
    const offset = recordOf(data['initialOffset'])
    const id = known.id(built)
    const [x, y] = [numberOf(offset?.['left']) ?? 0, numberOf(offset?.['top']) ?? 0]
    if (id !== undefined && (x !== 0 || y !== 0)) scrolls.set(id, { x, y })
  }

  /** False when it cannot be applied. */
  const applyStep = (data: Json, at: number): boolean => {
    switch (data['source']) {
      case SOURCE.scroll: {
        const id = idOf(data['id'])
        const [x, y] = [numberOf(data['x']), numberOf(data['y'])]
        if (id === undefined || !known.node(id) || x === undefined || y === undefined) return false
        // Last told, last set: of the steps between nobody sees anything.
        scrolls.delete(id)
        scrolls.set(id, { x, y })
        return true
      }
      case SOURCE.viewportResize:
        return resize(data)
      case SOURCE.input:
        return applyInput(known, data)
      case SOURCE.media:
        return media.apply(known, data, at)
      case SOURCE.styleSheetRule:
      case SOURCE.styleDeclaration:
        return sheets.apply(data)
      case SOURCE.adoptedStyleSheet:
        builder.styles.flush()
        return sheets.adopt(data)
      case SOURCE.font:
        if (document) applyFont(document, data)
        return true
      case SOURCE.canvas: {
        const id = idOf(data['id'])
        if (id === undefined || !known.node(id)) return false
        drawings.set(id, data)
        return true
      }
      case SELECTION:
        selection = data
        return true
      default:
        return true
    }
  }

  const setAside = (at: number) => {
    for (const [medium, told] of builder.after.media) media.begin(medium, told, at)
    builder.after.media.clear()
    if (!document) return
    for (const [element, place] of builder.after.scrolls) {
      const id = known.id(element)
      // What scrolled inside frames is told by steps of its own.
      if (id !== undefined && element.ownerDocument === document && !scrolls.has(id)) scrolls.set(id, place)
    }
    builder.after.scrolls.clear()
  }

  const scroll = (id: number, { x, y }: { x: number; y: number }) => {
    const node = known.node(id)
    const to = { left: x, top: y, behavior: 'instant' } as const
    if (isDocument(node)) node.defaultView?.scrollTo(to)
    else if (isElement(node)) node.scrollTo(to)
  }

  const openDialogs = () => {
    for (const dialog of builder.after.dialogs) {
      if (!dialog.isConnected || dialog.matches(':modal')) continue
      try {
        dialog.removeAttribute('open')
        dialog.showModal()
      } catch {
        // It opens as an ordinary one, or not at all.
      }
    }
    builder.after.dialogs.clear()
  }

  const drawAll = () => {
    for (const [id, data] of drawings) {
      const node = known.node(id)
      if (isElement(node) && node.localName === 'canvas')
        draw(node as HTMLCanvasElement, data).catch(() => undefined)
    }
    drawings.clear()
    for (const [canvas, url] of builder.after.pictures) drawDataUrl(canvas, url).catch(() => undefined)
    builder.after.pictures.clear()
  }

  return {
    frame,
    apply: function* (event) {
      const data = recordOf(event.data)
      if (!data) {
        skipped++
        return
      }
      try {
        if (event.type === EVENT.meta) {
          resize(data)
          setPageAddress(textOf(data['href']) ?? '')
        } else if (event.type === EVENT.fullSnapshot) yield* load(data)
        else if (event.type === EVENT.incremental && document) {
          if (data['source'] === SOURCE.mutation) {
            yield* applyMutation(builder, data, waiting)
            builder.styles.flush()
          } else if (!applyStep(data, event.timestamp)) skipped++
        }
        setAside(event.timestamp)
      } catch {
        // Nothing that a recording says may end the replay.
        skipped++
      }
    },
    settle: (at, playing, speed) => {
      if (!document) return
      builder.styles.flush()
      openDialogs()
      for (const [id, place] of scrolls) scroll(id, place)
      scrolls.clear()
      drawAll()
      if (selection) applySelection(known, selection)
      selection = undefined
      media.sync(at, playing, speed)
      ownRules?.pause(!playing)
    },
    hover: (id) => {
      const chain: Element[] = []
      for (let node: Node | null = known.node(id) ?? null; node; ) {
        if (isElement(node)) chain.push(node)
        node = node.parentNode ?? (node.nodeType === 11 ? (node as ShadowRoot).host : null)
      }
      for (const element of hovered) if (!chain.includes(element)) element.removeAttribute(HOVERED)
      for (const element of chain) if (!element.hasAttribute(HOVERED)) element.setAttribute(HOVERED, '')
      hovered = chain
    },
    show: () => {
      frame.className = 'page'
    },
    destroy: () => {
      reset()
      frame.remove()
    },
    viewport: () => size,
    hasPicture: () => document !== undefined,
    known: () => known,
    document: () => document,
    skipped: () => skipped,
  }
}
