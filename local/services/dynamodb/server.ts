// DynamoDB on this machine: dynalite over LevelDB, in this process, on disk and safe against kill -9.
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import dynalite from 'dynalite'
import type { Service } from '../service.ts'

export type DynamoDbOptions = { directory: string; port?: number }

export const startDynamoDb = async ({ directory, port = 0 }: DynamoDbOptions): Promise<Service> => {
  mkdirSync(directory, { recursive: true })
  const server: Server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      )
    },
  }
}
