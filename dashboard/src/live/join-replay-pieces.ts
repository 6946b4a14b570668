// Puts together what a tab recorded from the frames that it was pushed in, on our clock.
import type { ReplayPiece } from '../../../core/socket/frames.ts'

export type PushedRecording = { tabId: string; seq: number; events: { timestamp: number }[] }

/** Batches that may be incomplete at once; of an older one a frame was lost, and the next segment has it. */
const OPEN_MAX = 8

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))

const unzip = async (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> => {
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(plain).json()
}

const isEvent = (value: unknown): value is { timestamp: number } =>
  typeof value === 'object' && value !== null && Number.isFinite((value as { timestamp: unknown }).timestamp)

/** `give` is called batch by batch, in the order in which they were complete. */
export const joinReplayPieces = (give: (recording: PushedRecording) => void) => {
  const open = new Map<string, string[]>()
  let before: Promise<void> = Promise.resolve()

  const finish = async ({ tabId, seq, clockOffsetMs }: ReplayPiece, base64: string): Promise<void> => {
    const events = await unzip(bytesOf(base64)).catch(() => undefined)
    if (!Array.isArray(events)) return
    give({
      tabId,
      seq,
      events: events
        .filter(isEvent)
        .map((event) => ({ ...event, timestamp: event.timestamp + clockOffsetMs })),
    })
  }

  return (piece: ReplayPiece): Promise<void> => {
    const name = `${piece.tabId}#${piece.seq}`
    const pieces = open.get(name) ?? []
    pieces[piece.part] = piece.data
    open.set(name, pieces)
    if (Object.keys(pieces).length === piece.parts) {
      open.delete(name)
      before = before.then(() => finish(piece, pieces.join('')))
    }
    const oldest = open.keys().next()
    if (open.size > OPEN_MAX && !oldest.done) open.delete(oldest.value)
    return before
  }
}
