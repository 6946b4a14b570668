// Compresses recordings in a worker, where the page may have one: it takes a file of the page's own origin, as a `blob:`
// would be refused by a strict policy. Whatever goes wrong with it, the page compresses by itself.
import { ZIP_WORKER_MS } from '../limits.ts'
import type { Site } from '../site.ts'
import type { Zip } from '../transport/outcome.ts'
import type { Undo } from '../undo.ts'
import { zip } from './zip.ts'

declare const PARTS: Record<string, string>

/** As the sender writes it; in a text of an event its quotes would be escaped. */
const RECORDING = ',"replay":{"format":'

export const openZip = ({ options, guarded }: Pick<Site, 'options' | 'guarded'>) => {
  /** None before the first recording; null once there is none to be had. */
  let worker: Worker | null | undefined
  const jobs = new Map<number, (zipped?: Blob) => void>()
  let count = 0

  const close: Undo = () => {
    worker?.terminate()
    worker = null
    for (const done of jobs.values()) done()
    jobs.clear()
  }

  const open = () => {
    try {
      const url = new URL(options.workerUrl ?? `${options.partsUrl}/${PARTS['zip-worker']}`)
      // A browser takes no worker from elsewhere, and would complain to the console.
      if (url.origin !== location.origin) return null
      const opened = new Worker(url)
      opened.onmessage = guarded(({ data: [job, zipped] }) => {
        jobs.get(job)?.(zipped)
        jobs.delete(job)
      })
      opened.onmessageerror = close
      opened.onerror = (event) => {
        // It is no error of the page's.
        event.preventDefault()
        close()
      }
      return opened
    } catch {
      return null
    }
  }

  const zipAside = (body: string) =>
    new Promise<Blob | undefined>((done) => {
      if (worker === undefined) worker = open()
      if (!worker) return done(undefined)
      const job = count++
      // One that was ended says nothing.
      const timer = setTimeout(close, ZIP_WORKER_MS)
      jobs.set(job, (zipped) => {
        clearTimeout(timer)
        done(zipped)
      })
      worker.postMessage([job, body])
    })

  return {
    close,
    zip: (async (body) =>
      (body.includes(RECORDING) ? await zipAside(body) : undefined) ?? zip(body)) satisfies Zip as Zip,
  }
}
