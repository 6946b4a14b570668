// Stretches in which nobody did anything, and how far playing may jump there.
import { lastBefore } from './actions.ts'

/** So long must nothing be done before and after for a jump. */
const LINGER_MS = 2_000
const LEAD_MS = 1_000
const WORTH_MS = 5_000

export type QuietJump = { to: number }

export type Known = {
  end: number
  gaps: readonly { from: number; to: number }[]
  marks: readonly { at: number }[]
  /** When something was done, in what is loaded, which ends at `known`. */
  times: readonly number[]
  known: number
}

/** Undefined where there is nothing to skip from this moment on. */
export const quietJump = (at: number, { end, gaps, marks, times, known }: Known): QuietJump | undefined => {
  const since = Math.max(before(times, at), lastMark(marks, at))
  if (at - since < LINGER_MS) return undefined
  const gap = gaps.find(({ from, to }) => from <= at && at < to)
  const next = Math.min(after(times, at) ?? Math.max(known, gap?.to ?? at), nextMark(marks, at) ?? end)
  const to = Math.min(end, next - (next < end ? LEAD_MS : 0))
  return to - at >= WORTH_MS ? { to } : undefined
}

const before = (times: readonly number[], at: number): number =>
  times[lastBefore(times, at, (time) => time)] ?? Number.NEGATIVE_INFINITY

const after = (times: readonly number[], at: number): number | undefined =>
  times[lastBefore(times, at, (time) => time) + 1]

const lastMark = (marks: readonly { at: number }[], at: number): number =>
  marks[lastBefore(marks, at, (mark) => mark.at)]?.at ?? Number.NEGATIVE_INFINITY

const nextMark = (marks: readonly { at: number }[], at: number): number | undefined =>
  marks[lastBefore(marks, at, (mark) => mark.at) + 1]?.at
