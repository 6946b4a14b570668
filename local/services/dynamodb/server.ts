// DynamoDB on this machine: dynalite over LevelDB, in this process, on disk and safe against kill -9.
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import dynalite from 'dynalite'
import type { Service } from '../service.ts'

export type DynamoDbOptions = { directory: string; port?: number }

/** dynalite throws what it meets while it opens its folder out of a callback: caught here until it answers. */
const untilOpen = async (url: string): Promise<void> => {
  let fail = (_error: Error): void => undefined
  const failure = new Promise<never>((_, reject) => {
    fail = reject
  })
  process.once('uncaughtException', fail)
  const ask = fetch(url, {
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
  try {
    const answer = await Promise.race([ask, failure])
    if (!answer.ok) throw new Error(`it answers ${answer.status}`)
  } finally {
    process.removeListener('uncaughtException', fail)
    ask.catch(() => undefined)
  }
}

export const startDynamoDb = async ({ directory, port = 0 }: DynamoDbOptions): Promise<Service> => {
  mkdirSync(directory, { recursive: true })
  const server: Server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await untilOpen(url)
  return {
    url,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      )
    },
  }
}
