// Steps that change no node but what a browser holds beside it: fields, selections, fonts, media.
import { idOf, type Json, listOf, numberOf, recordOf, textOf } from '../../../core/replay/read-json.ts'
import { MAX_FONTS, MAX_TEXT_CHARS } from '../limits.ts'
import { isElement, type KnownNodes } from './known-nodes.ts'

export const applyInput = (known: KnownNodes, data: Json): boolean => {
  const node = known.node(idOf(data['id']))
  const text = textOf(data['text'])
  if (!isElement(node) || text === undefined || text.length > MAX_TEXT_CHARS) return false
  const field = node as HTMLInputElement
  if ('checked' in field && field.checked !== (data['isChecked'] === true))
    field.checked = data['isChecked'] === true
  try {
    if ('value' in field && field.value !== text) field.value = text
  } catch {
    // The name of a file is nobody's to set.
  }
  return true
}

const MAX_RANGES = 10

export const applySelection = (known: KnownNodes, data: Json): void => {
  const ranges = listOf(data['ranges'])
    .slice(0, MAX_RANGES)
    .flatMap((item) => rangeOf(known, recordOf(item) ?? {}))
  const selection = ranges[0]?.startContainer.ownerDocument?.getSelection()
  selection?.removeAllRanges()
  for (const range of ranges) selection?.addRange(range)
}

const rangeOf = (known: KnownNodes, item: Json): Range[] => {
  const start = known.node(idOf(item['start']))
  const end = known.node(idOf(item['end']))
  const range = start?.ownerDocument?.createRange()
  if (!start || !end || !range) return []
  try {
    range.setStart(start, numberOf(item['startOffset']) ?? 0)
    range.setEnd(end, numberOf(item['endOffset']) ?? 0)
    return [range]
  } catch {
    // The text is another one by now.
    return []
  }
}

const FAMILY = /^[\w "'-]{1,200}$/
const DATA_FONT = /^url\(\s*["']?data:(?:font|application)\/[^)"']*["']?\s*\)$/i

/** Fonts that scripts made, if they are in the recording itself. */
export const applyFont = (document: Document, data: Json): void => {
  const family = textOf(data['family'])
  const source = textOf(data['fontSource'])
  if (!family || !source || !FAMILY.test(family) || document.fonts.size >= MAX_FONTS) return
  try {
    if (data['buffer'] === true) {
      const bytes = listOf(JSON.parse(source)).flatMap((value) => numberOf(value) ?? [])
      document.fonts.add(new FontFace(family, new Uint8Array(bytes)))
    } else if (DATA_FONT.test(source)) document.fonts.add(new FontFace(family, source))
  } catch {
    // None that this browser knows.
  }
}

const PLAY = 0
const PAUSE = 1

export type Media = {
  /** What the document says of a medium it came with. */
  begin(medium: HTMLMediaElement, told: Json, at: number): void
  apply(known: KnownNodes, data: Json, at: number): boolean
  /** To this moment of the session: they run and stand with it. */
  sync(at: number, playing: boolean, speed: number): void
}

type Told = { since: number; position: number; playing: boolean; rate: number; loop: boolean }

/** Seconds that a medium may be off before it is set. */
const TOLERANCE_S = 0.25

export const createMedia = (): Media => {
  const told = new Map<HTMLMediaElement, Told>()
  return {
    begin: (medium, json, at) => {
      medium.muted = true
      told.set(medium, {
        since: at,
        position: numberOf(json['rr_mediaCurrentTime']) ?? 0,
        playing: json['rr_mediaState'] === 'played',
        rate: numberOf(json['rr_mediaPlaybackRate']) ?? 1,
        loop: json['rr_mediaLoop'] === true,
      })
    },
    apply: (known, data, at) => {
      const node = known.node(idOf(data['id']))
      if (!isElement(node) || (node.localName !== 'video' && node.localName !== 'audio')) return false
      const medium = node as HTMLMediaElement
      const before = told.get(medium) ?? { since: at, position: 0, playing: false, rate: 1, loop: false }
      const ran = before.playing ? ((at - before.since) / 1000) * before.rate : 0
      medium.muted = true
      told.set(medium, {
        since: at,
        position: numberOf(data['currentTime']) ?? before.position + ran,
        playing: data['type'] === PLAY || (data['type'] !== PAUSE && before.playing),
        rate: numberOf(data['playbackRate']) ?? before.rate,
        loop: typeof data['loop'] === 'boolean' ? data['loop'] : before.loop,
      })
      return true
    },
    sync: (at, playing, speed) => {
      for (const [medium, { since, position, playing: plays, rate, loop }] of told) {
        if (!medium.isConnected) told.delete(medium)
        // Without anything to play there is nothing to set.
        else if (medium.currentSrc !== '' && Number.isFinite(medium.duration)) {
          const wanted = position + (plays ? ((at - since) / 1000) * rate : 0)
          const place = loop ? wanted % medium.duration : Math.min(wanted, medium.duration)
          if (Math.abs(medium.currentTime - place) > TOLERANCE_S * speed) medium.currentTime = place
          medium.playbackRate = Math.min(8, Math.max(0.1, rate * speed))
          if (plays && playing) medium.play().catch(() => undefined)
          else medium.pause()
        }
      }
    },
  }
}
