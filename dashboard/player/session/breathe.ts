// Lets the browser draw, and messages come in, between two slices of work.

export type Breathe = {
  /** Waits only if the slice is used up. */
  maybe(): Promise<void>
  /** Whether it is. */
  isDue(): boolean
  begin(): void
}

export const createBreathe = (sliceMs: number): Breathe => {
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  let since = performance.now()
  const isDue = () => performance.now() - since >= sliceMs
  const next = () =>
    new Promise<void>((done) => {
      waiting.push(() => {
        since = performance.now()
        done()
      })
      // Not a timer: those wait longer the more often they are asked.
      port2.postMessage(null)
    })
  return {
    isDue,
    begin: () => {
      since = performance.now()
    },
    maybe: async () => {
      if (isDue()) await next()
    },
  }
}
