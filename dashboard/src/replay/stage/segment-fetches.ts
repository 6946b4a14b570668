// Fetches the segments that the frame needs, the most urgent first, and stops what it needs no more.

export type SegmentFetches = { want(names: readonly string[]): void; stop(): void }

/** At once: the one that is waited for, and one ahead. */
const AT_ONCE = 2

export const fetchSegments = (
  fetchSegment: (name: string, signal: AbortSignal) => Promise<ArrayBuffer>,
  done: (name: string, bytes: ArrayBuffer | undefined) => void,
): SegmentFetches => {
  const running = new Map<string, AbortController>()
  let waiting: string[] = []

  const next = () => {
    while (running.size < AT_ONCE) {
      const name = waiting.shift()
      if (name === undefined) return
      void fetchOne(name)
    }
  }

  const fetchOne = async (name: string) => {
    const stop = new AbortController()
    running.set(name, stop)
    let bytes: ArrayBuffer | undefined
    try {
      bytes = await fetchSegment(name, stop.signal)
    } catch {
      // Told below: nothing came.
    }
    if (running.get(name) === stop) running.delete(name)
    if (!stop.signal.aborted) done(name, bytes)
    next()
  }

  const stopAll = (except: ReadonlySet<string>) => {
    for (const [name, controller] of running) {
      if (except.has(name)) continue
      running.delete(name)
      controller.abort()
    }
  }

  return {
    want: (names) => {
      stopAll(new Set(names))
      waiting = names.filter((name) => !running.has(name))
      next()
    },
    stop: () => {
      waiting = []
      stopAll(new Set())
    },
  }
}
