// What a recording tells of its own pauses, which a share shows as it is: it says nothing of the page.
import type { ReplayEvent } from '../replay/recording-format.ts'

const TAGS = new Set(['playhead/paused', 'playhead/resumed', 'playhead/dropped'])

export const isPause = ({ type, data }: ReplayEvent): boolean =>
  type === 5 && TAGS.has(String((data as { tag?: unknown } | null)?.tag))
