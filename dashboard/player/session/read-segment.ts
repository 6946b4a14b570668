// Unpacks a segment into what is played: events in order, places of the pointer, and when somebody did something.
import { numberOf, recordOf, textOf } from '../../../core/replay/read-json.ts'
import {
  EVENT,
  FOLDED_FORMAT,
  isReplayEvent,
  type ReplayEvent,
} from '../../../core/replay/recording-format.ts'
import { MAX_SEGMENT_CHARS, MAX_SEGMENT_EVENTS } from '../limits.ts'
import { type Actions, actionsOf } from './actions.ts'

export type SegmentContent = {
  /** Made by the pipeline: left out by who comes from the segment before. */
  snapshot: ReplayEvent[]
  /** Of the page itself, by time. */
  events: ReplayEvent[]
  actions: Actions
  chars: number
  /** Lines and events that were none. */
  malformed: number
}

export class UnreadableSegment extends Error {}

/** The browser draws, and messages are heard, between two parts. */
export type Pause = () => Promise<void>

export const readSegment = async (bytes: ArrayBuffer, pause: Pause): Promise<SegmentContent> => {
  const content: SegmentContent = {
    snapshot: [],
    events: [],
    actions: actionsOf([]),
    chars: 0,
    malformed: 0,
  }
  let isHead = true
  const take = (line: string) => {
    content.chars += line.length
    const value = parsed(line)
    if (isHead) readHead(content, value)
    else readLine(content, value)
    isHead = false
  }
  for await (const line of linesOf(bytes)) {
    take(line)
    await pause()
  }
  if (isHead) throw new UnreadableSegment('This part of the recording is empty.')
  inOrder(content.events)
  content.actions = actionsOf(content.events)
  return content
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

async function* linesOf(bytes: ArrayBuffer): AsyncGenerator<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
  let rest: string[] = []
  let chars = 0
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      chars += read.value.length
      if (chars > MAX_SEGMENT_CHARS) throw new UnreadableSegment('This part of the recording is too large.')
      let from = 0
      for (let to = read.value.indexOf('\n'); to >= 0; to = read.value.indexOf('\n', from)) {
        rest.push(read.value.slice(from, to))
        yield rest.join('')
        rest = []
        from = to + 1
      }
      rest.push(read.value.slice(from))
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
  const last = rest.join('')
  if (last !== '') yield last
}

const readHead = (content: SegmentContent, value: unknown): void => {
  const head = recordOf(value)
  if (head?.['v'] !== 1 || !Array.isArray(head['snapshot']))
    throw new UnreadableSegment('This part of the recording is in a form that is not known here.')
  if (textOf(head['format']) !== FOLDED_FORMAT)
    throw new UnreadableSegment('This recording was made by another recorder, which cannot be played here.')
  addEvents(content, content.snapshot, head['snapshot'])
}

const readLine = (content: SegmentContent, value: unknown): void => {
  const events = recordOf(value)?.['events']
  if (Array.isArray(events)) addEvents(content, content.events, events)
  else content.malformed++
}

/** Custom events are shown by the dashboard; to a picture they say nothing. */
const isShown = ({ type }: ReplayEvent): boolean =>
  type === EVENT.meta || type === EVENT.fullSnapshot || type === EVENT.incremental

const addEvents = (content: SegmentContent, to: ReplayEvent[], events: readonly unknown[]): void => {
  for (const event of events) {
    if (!isReplayEvent(event) || to.length >= MAX_SEGMENT_EVENTS) content.malformed++
    else if (isShown(event)) to.push(event)
  }
}

/** The pipeline keeps them in order; a made up recording need not. */
export const inOrder = (events: ReplayEvent[]): void => {
  for (let at = 1; at < events.length; at++) {
    if ((numberOf(events[at]?.timestamp) ?? 0) < (numberOf(events[at - 1]?.timestamp) ?? 0)) {
      events.sort((a, b) => a.timestamp - b.timestamp)
      return
    }
  }
}
