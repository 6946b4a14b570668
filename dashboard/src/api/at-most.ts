// Does work in the order in which it was asked for, and only so much of it at a time.

export const atMost = (places: number) => {
  let free = places
  const waiting: (() => void)[] = []
  /** The place goes to who waits longest. */
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
  return async <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((enter) => waiting.push(enter))
    try {
      // Nobody may want it any more.
      signal?.throwIfAborted()
      return await work()
    } finally {
      leave()
    }
  }
}
