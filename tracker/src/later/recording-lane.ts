// Pieces of the recording that wait for their batch, in bounded memory.
import { RECORDING_MAX_CHARS } from '../limits.ts'
import { bytesOf } from '../page/bytes-of.ts'
import type { Lane, Owner } from '../transport/queue.ts'

/** `fresh`: the recording begins anew with it. */
export type Piece = Owner & { at: number; text: string; fresh: boolean }

export type RecordingLane = Lane & {
  /** How many pieces had to go to make room; what follows must begin anew then. */
  push: (piece: Piece) => number
  /** Held back, nothing leaves, and only what follows the last but one beginning is kept. */
  hold: (on: boolean) => void
}

/** `isDue` says of what waits whether it should leave by itself; whatever leaves anyway takes it along. */
export const createRecordingLane = (isDue: (chars: number, at: number) => boolean): RecordingLane => {
  const pieces: Piece[] = []
  let chars = 0
  let held = false

  const shift = () => {
    chars -= pieces.shift()?.text.length ?? 0
  }
  const head = () => (held ? undefined : pieces[0])

  return {
    get size() {
      const first = head()
      return first && isDue(chars, first.at) ? chars : 0
    },
    head,
    take: (isMine, maxBytes, must) => {
      const taken: string[] = []
      let room = maxBytes
      // A character has three bytes at most: what surely fits is not counted.
      const fits = (chars + pieces.length) * 3 < maxBytes
      for (let next = head(); next && isMine(next); next = head()) {
        if (!fits) room -= bytesOf(next.text) + 1
        if (room < 0 && (!must || taken.length)) break
        taken.push(next.text)
        shift()
      }
      return taken.join()
    },
    push: (piece) => {
      if (held && piece.fresh) {
        const beginning = pieces.map(({ fresh }) => fresh).lastIndexOf(true)
        for (let i = 0; i < beginning; i++) shift()
      }
      pieces.push(piece)
      chars += piece.text.length
      if (chars <= RECORDING_MAX_CHARS) return 0
      // Without its beginning the rest of a recording shows nothing, so half makes no sense.
      chars = 0
      return pieces.splice(0).length
    },
    hold: (on) => {
      held = on
    },
  }
}
