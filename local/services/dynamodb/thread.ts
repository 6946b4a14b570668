// Runs inside a thread of its own: dynalite over LevelDB, on loopback.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import dynalite from 'dynalite'

export type ThreadStart = { directory: string; port: number }
export type Listening = { port: number }

const { directory, port } = workerData as ThreadStart
const server: Server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
server.listen(port, '127.0.0.1')
await once(server, 'listening')
parentPort?.postMessage({ port: (server.address() as AddressInfo).port } satisfies Listening)

/** The one message there is says: stop. The thread ends by itself when the server has closed. */
parentPort?.once('message', () => {
  server.closeAllConnections()
  server.close((error) => {
    if (error) throw error
  })
})
