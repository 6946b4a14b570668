// What a function prints, gathered inside its thread: a stream between threads costs several messages a line.
import type { MessagePort } from 'node:worker_threads'

export type Printed = { kind: 'printed'; printed: string }

/** Milliseconds that lines are gathered for, unless the invocation ends first or the thread does. */
const GATHER_MS = 20

/** Takes over what goes to standard output. `take` gives what is there, to be sent along with something else. */
export const gatherOutput = (port: MessagePort): { take(): string } => {
  let gathered = ''
  let timer: NodeJS.Timeout | undefined
  const take = (): string => {
    clearTimeout(timer)
    timer = undefined
    const text = gathered
    gathered = ''
    return text
  }
  const flush = (): void => {
    const text = take()
    if (text !== '') port.postMessage({ kind: 'printed', printed: text } satisfies Printed)
  }
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    gathered += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    timer ??= setTimeout(flush, GATHER_MS)
    const written = rest.find((part) => typeof part === 'function')
    if (written) queueMicrotask(written as () => void)
    return true
  }
  process.stdout.write = write as typeof process.stdout.write
  process.on('exit', flush)
  return { take }
}
