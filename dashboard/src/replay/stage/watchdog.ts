// Asks a frame again and again whether it still answers: what a recording does to it must not stay unnoticed.

export type Watchdog = { heard(): void; stop(): void }

/** Milliseconds between two questions. */
const ASK_MS = 2_000
/** So many in a row without an answer, while this page itself is awake, and the frame is stuck. */
const MISSED = 4

export type Timers = {
  every(ms: number, work: () => void): () => void
  /** Nobody looks, so browsers let frames sleep. */
  isHidden(): boolean
}

const ofBrowser: Timers = {
  every: (ms, work) => {
    const timer = setInterval(work, ms)
    return () => clearInterval(timer)
  },
  isHidden: () => document.hidden,
}

export const startWatchdog = (ask: () => void, stuck: () => void, timers: Timers = ofBrowser): Watchdog => {
  let missed = 0
  const stop = timers.every(ASK_MS, () => {
    if (timers.isHidden()) {
      missed = 0
      return
    }
    if (missed >= MISSED) {
      stop()
      stuck()
      return
    }
    missed++
    ask()
  })
  return {
    heard: () => {
      missed = 0
    },
    stop,
  }
}
