// Runs a system in the foreground: ctrl-C and SIGTERM stop it cleanly, also in the middle of a start.
import { StartError } from '../start-error.ts'

export type Foreground = (signal: AbortSignal) => Promise<{ stop(): Promise<void> }>

/** Milliseconds in which two signals are one request to stop. */
const SAME_REQUEST_MS = 1_000

const sentence = (error: unknown): string => {
  if (error instanceof StartError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export const runInForeground = async (start: Foreground): Promise<void> => {
  const interrupt = new AbortController()
  let stop: (() => Promise<void>) | undefined
  let stoppingSince: number | undefined
  const end = async () => {
    if (stoppingSince !== undefined) {
      // Asked once more while it stops: then at once. A terminal and npm may both pass one ctrl-C on.
      if (performance.now() - stoppingSince > SAME_REQUEST_MS) process.exit(1)
      return
    }
    interrupt.abort()
    if (!stop) return
    stoppingSince = performance.now()
    console.log('Stopping …')
    try {
      await stop()
    } catch (error) {
      console.error(sentence(error))
      process.exitCode = 1
    }
    process.exit()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end)
  try {
    stop = (await start(interrupt.signal)).stop
  } catch (error) {
    console.error(
      interrupt.signal.aborted
        ? 'Interrupted before Playhead was ready; nothing is left running.'
        : sentence(error),
    )
    process.exit(1)
  }
  // The signal may have come between the last check and here.
  if (interrupt.signal.aborted) await end()
}
