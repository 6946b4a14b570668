// An S3 over a folder: speaks the protocol of the real one to any SDK, on 127.0.0.1.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Service } from '../service.ts'
import { handleRequest } from './handle-request.ts'
import { openObjectStore } from './object-store.ts'
import type { SealedFile } from './sealed-file.ts'
import type { Credentials } from './signing-key.ts'
import { type Sweep, sweepLifecycle } from './sweep-lifecycle.ts'

export type S3Options = {
  directory: string
  /** Any free one by default. */
  port?: number
  /** Those that a request must be signed with. */
  credentials: Credentials
  now?: () => number
}

export type S3 = Service & {
  /** An object for readers in this process, without a signature. Take its stream or close it. */
  openObject(bucket: string, key: string): Promise<SealedFile | undefined>
  /** Applies the lifecycle rules as of this moment. */
  sweep(now?: number): Promise<Sweep>
}

// How long requests in progress may go on when the service stops.
const STOP_GRACE_MS = 2000

export const startS3 = async ({
  directory,
  port = 0,
  credentials,
  now = Date.now,
}: S3Options): Promise<S3> => {
  const store = await openObjectStore(directory)
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (request, response) => {
    void handleRequest(request, response, { store, credentials, now })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const stop = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS)
      server.close(() => {
        clearTimeout(timer)
        resolve()
      })
      server.closeIdleConnections()
    })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop,
    openObject: async (bucket, key) => store.find(bucket)?.open(key),
    sweep: (at = now()) => sweepLifecycle(store, at),
  }
}
