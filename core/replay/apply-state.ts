// Steps that change no node but what a browser holds beside it: fields, scrolling, media, fonts, drawings, the pointer.
import { REPLAY_MAX_FONTS } from '../limits.ts'
import { charge, isIframeContent, type ReplayDocument, type ReplayNode } from './document-model.ts'
import { idOf, type Json, numberOf, recordOf, textOf } from './read-json.ts'
import { NODE } from './recording-format.ts'

const nodeOf = ({ nodes }: ReplayDocument, data: Json): ReplayNode | undefined =>
  nodes.get(idOf(data['id']) ?? 0)

/** What was entered is kept apart from the attributes: a field that was touched follows them no more. */
export const applyInput = (document: ReplayDocument, data: Json): boolean => {
  const node = nodeOf(document, data)
  const text = textOf(data['text'])
  if (node?.type !== NODE.element || text === undefined) return false
  const before = document.inputs.get(node.id)?.text.length ?? 0
  if (!charge(document, text.length - before, node)) return false
  // Last touched, last set: in a group of radio buttons the order decides.
  document.inputs.delete(node.id)
  document.inputs.set(node.id, { text, isChecked: data['isChecked'] === true })
  return true
}

export const applyScroll = (document: ReplayDocument, data: Json): boolean => {
  const node = nodeOf(document, data)
  const x = numberOf(data['x'])
  const y = numberOf(data['y'])
  if (!node || x === undefined || y === undefined) return false
  if (node === document.root) document.offset = { left: x, top: y }
  else if (node.type === NODE.element || isIframeContent(node)) {
    node.scroll = x === 0 && y === 0 ? undefined : { x, y }
  } else return false
  return true
}

export const applyResize = (document: ReplayDocument, data: Json): boolean => {
  const width = numberOf(data['width'])
  const height = numberOf(data['height'])
  if (width === undefined || height === undefined) return false
  document.meta = { ...document.meta, width, height }
  return true
}

const PLAY = 0
const PAUSE = 1

const MEDIA_ATTRIBUTES = {
  currentTime: 'rr_mediaCurrentTime',
  volume: 'rr_mediaVolume',
  muted: 'rr_mediaMuted',
  loop: 'rr_mediaLoop',
  playbackRate: 'rr_mediaPlaybackRate',
} as const

export const applyMedia = (document: ReplayDocument, data: Json, at: number): boolean => {
  const node = nodeOf(document, data)
  if (node?.tagName !== 'video' && node?.tagName !== 'audio') return false
  node.attributes.set('rr_mediaCurrentTime', mediaTimeAt(node, at))
  node.mediaAt = at
  if (data['type'] === PLAY) node.attributes.set('rr_mediaState', 'played')
  if (data['type'] === PAUSE) node.attributes.set('rr_mediaState', 'paused')
  for (const [field, name] of Object.entries(MEDIA_ATTRIBUTES)) {
    const value = data[field]
    if (typeof value === 'boolean' || numberOf(value) !== undefined) {
      node.attributes.set(name, value as number | boolean)
    }
  }
  return true
}

/** Seconds at which a medium stands: it ran on since it was last told of. */
export const mediaTimeAt = (node: ReplayNode, at: number): number => {
  const told = numberOf(node.attributes.get('rr_mediaCurrentTime')) ?? 0
  if (node.attributes.get('rr_mediaState') !== 'played') return told
  const rate = numberOf(node.attributes.get('rr_mediaPlaybackRate')) ?? 1
  return Math.round((told + ((at - node.mediaAt) / 1000) * rate) * 1000) / 1000
}

export const applyFont = (document: ReplayDocument, data: Json): boolean => {
  const key = JSON.stringify([data['family'], data['fontSource'], data['descriptors']])
  if (document.fonts.has(key)) return true
  if (document.fonts.size >= REPLAY_MAX_FONTS || !charge(document, key.length)) return false
  document.fonts.set(key, data)
  return true
}

export const applyDrawing = (document: ReplayDocument, data: Json): boolean => {
  const node = nodeOf(document, data)
  if (node?.tagName !== 'canvas') return false
  const before = node.drawing ? JSON.stringify(node.drawing).length : 0
  if (!charge(document, JSON.stringify(data).length - before, node)) return false
  node.drawing = data
  return true
}

export const applyPointer = (document: ReplayDocument, data: Json): boolean => {
  const positions = data['positions']
  const last = recordOf(Array.isArray(positions) ? positions.at(-1) : data)
  const [x, y, id] = [numberOf(last?.['x']), numberOf(last?.['y']), idOf(last?.['id'])]
  // Focus and blur are told without a place.
  if (x !== undefined && y !== undefined && id !== undefined) document.pointer = { x, y, id }
  return true
}
