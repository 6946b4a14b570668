// DynamoDB on this machine: dynalite over LevelDB, on disk and safe against kill -9. It computes a lot for each
// call, so it has a thread of its own: what listens for requests must not wait for it.
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Service } from '../service.ts'
import type { Listening, ThreadStart } from './thread.ts'

export type DynamoDbOptions = { directory: string; port?: number }

/** MiB of new objects that the thread may hold before it looks for garbage: each call makes much that lives shortly. */
const YOUNG_MIB = 32

/** dynalite opens its folder behind its first answers, and throws what it meets there: that ends the thread. */
const untilOpen = async (url: string): Promise<void> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization:
        'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=x, Signature=x',
      'x-amz-date': '20260101T000000Z',
    },
    body: '{}',
  })
  if (!answer.ok) throw new Error(`it answers ${answer.status}`)
}

export const startDynamoDb = async ({ directory, port = 0 }: DynamoDbOptions): Promise<Service> => {
  mkdirSync(directory, { recursive: true })
  const start: ThreadStart = { directory, port }
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    name: 'dynamodb',
    workerData: start,
    // What this process was started with is for its own program, not for this one.
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  })
  const failure = new Promise<never>((_, reject) => worker.once('error', reject))
  // Later nobody waits for it, and a store that broke must not be worked without.
  const opened = (async () => {
    const [{ port: taken }] = (await once(worker, 'message')) as [Listening]
    const url = `http://127.0.0.1:${taken}`
    await untilOpen(url)
    return url
  })()
  // Of the two the later one is nobody's any more; the race has told what matters.
  opened.catch(() => undefined)
  const url = await Promise.race([opened, failure]).catch(async (error: unknown) => {
    await worker.terminate()
    throw error
  })
  failure.catch(() => undefined)
  worker.on('error', (error) => {
    throw error
  })
  return {
    url,
    stop: async () => {
      const ended = once(worker, 'exit')
      worker.postMessage('stop')
      await ended
    },
  }
}
