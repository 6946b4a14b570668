// The least that an ingest can do: parse a body and answer, with or without one synced append for each.
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const [file] = process.argv.slice(2)
const log = file === undefined ? undefined : await open(file, 'a')

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    const bytes = Buffer.concat(chunks)
    const { events } = JSON.parse(bytes.toString()) as { events: unknown[] }
    if (log) {
      await log.write(bytes)
      await log.datasync()
    }
    const answer = JSON.stringify({ accepted: events.length, rejected: [] })
    response.writeHead(202, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    })
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
