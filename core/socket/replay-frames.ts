// Cuts what a tab recorded into frames that a WebSocket carries.
import { SOCKET_FRAME_MAX_BYTES } from '../limits.ts'
import type { ReplayPiece, ServerFrame } from './frames.ts'

type ReplayFrame = Extract<ServerFrame, { event: 'session_replay' }>
type Recorded = Omit<ReplayPiece, 'part' | 'parts' | 'data'>

/** Of a frame, for all that is not data: three ids, a format's name, four numbers. */
const ENVELOPE_BYTES = 512

/** `packed` is base64 of gzip: one byte a character, so that it may be cut anywhere. */
export const replayFrames = (
  recorded: Recorded,
  packed: string,
  maxBytes = SOCKET_FRAME_MAX_BYTES,
): ReplayFrame[] => {
  const room = maxBytes - ENVELOPE_BYTES
  const parts = Math.ceil(packed.length / room)
  return Array.from({ length: parts }, (_, part) => ({
    event: 'session_replay',
    data: { ...recorded, part, parts, data: packed.slice(part * room, (part + 1) * room) },
  }))
}
