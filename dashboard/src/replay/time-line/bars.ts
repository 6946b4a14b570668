// The histogram of a session: how high each bar stands, in as many bars as there is room for.

/** Pixels from one bar to the next. */
export const BAR_PITCH_PX = 5

/** Sums equal slots into fewer; more bars than slots would only make up detail. */
export const resample = (slots: readonly number[], bars: number): number[] => {
  const count = Math.max(1, Math.min(bars, slots.length))
  const out = new Array<number>(count).fill(0)
  for (const [index, value] of slots.entries()) {
    // A slot that lies across two bars is shared by them.
    const from = (index / slots.length) * count
    const to = ((index + 1) / slots.length) * count
    for (let bar = Math.floor(from); bar < to && bar < count; bar += 1) {
      const share = Math.min(to, bar + 1) - Math.max(from, bar)
      out[bar] = (out[bar] ?? 0) + (value * share) / (to - from)
    }
  }
  return out
}

/**
 * Heights from 0 to 1. By the square root: a burst of mutations is thousands of events, and a click beside it must
 * still be seen.
 */
export const heightsOf = (activity: readonly number[], width: number): number[] => {
  const bars = resample(activity, Math.floor(width / BAR_PITCH_PX))
  const most = Math.max(...bars)
  return most > 0 ? bars.map((value) => Math.sqrt(value / most)) : bars
}

/** One path for all bars, from the floor upwards: a session has 200 of them, and each seek draws none anew. */
export const barsPath = (heights: readonly number[], width: number, height: number): string => {
  const pitch = width / Math.max(1, heights.length)
  const bar = Math.max(1, pitch - 1.5)
  return heights
    .flatMap((share, index) => {
      if (share <= 0) return []
      const tall = Math.max(2, share * height)
      const x = (index * pitch + (pitch - bar) / 2).toFixed(1)
      return `M${x} ${height}v${(-tall).toFixed(1)}h${bar.toFixed(1)}V${height}z`
    })
    .join('')
}
