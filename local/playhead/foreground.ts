// Runs a system in the foreground: ctrl-C and SIGTERM stop it cleanly, also in the middle of a start.
import { StartError } from '../start-error.ts'

export type Foreground = (signal: AbortSignal) => Promise<{ stop(): Promise<void> }>

const sentence = (error: unknown): string => {
  if (error instanceof StartError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

export const runInForeground = async (start: Foreground): Promise<void> => {
  const interrupt = new AbortController()
  let stop: (() => Promise<void>) | undefined
  let stopping = false
  const end = async () => {
    // Asked once more while it stops: then at once.
    if (stopping) process.exit(1)
    interrupt.abort()
    if (!stop) return
    stopping = true
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
