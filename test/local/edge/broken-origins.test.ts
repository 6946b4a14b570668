import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { Origin } from '../../../local/edge/origin.ts'
import type { Service } from '../../../local/services/service.ts'
import { ask, behavior, config, customOrigin, startEdge } from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const patient = config({
  DefaultCacheBehavior: behavior('app', { AllowedMethods: ['GET', 'HEAD', 'POST'] }),
  Origins: [customOrigin('app', { CustomOriginConfig: { OriginReadTimeout: 1 } })],
})

const start = (request: Origin['request'], log?: (entry: object) => void) =>
  startEdge({ app: { request } }, { config: patient, ...(log && { log }) })

const breaking: [string, Origin['request']][] = [
  [
    'throws',
    () => {
      throw new Error('broken')
    },
  ],
  ['rejects', (async () => Promise.reject(new Error('broken'))) as Origin['request']],
  ['hangs up', (_request, response) => void response.destroy()],
]

test.each(breaking)(
  'an origin that %s answers 502 with a page that names the path',
  async (_what, request) => {
    const entries: string[] = []
    edge = await start(request, (entry) => entries.push(JSON.stringify(entry)))
    const answer = await ask(edge.url, '/a/%3Cpath%3E?<b>')
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('GET /a/%3Cpath%3E')
    expect(answer.text).not.toContain('<b>')
    expect(entries.join()).toContain('app')
  },
)

test('an origin that never answers is given up with 504', async () => {
  edge = await start(() => {})
  const [get, post] = await Promise.all([
    ask(edge.url, '/slow'),
    ask(edge.url, '/slow', { method: 'POST', body: 'x'.repeat(500_000) }),
  ])
  expect(get.status).toBe(504)
  expect(get.text).toContain('GET /slow')
  expect(post.status).toBe(504)
})

test('an answer that breaks off halfway breaks off for the viewer too', async () => {
  edge = await start((_request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half')
    setImmediate(() => response.destroy())
  })
  await expect(ask(edge.url, '/')).rejects.toThrow()
})

test('an answer that stands still is ended', async () => {
  edge = await start((_request, response) => void response.write('half'))
  await expect(ask(edge.url, '/')).rejects.toThrow()
})

test('a viewer who leaves is felt by the origin, and the next one is served', async () => {
  const left = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  edge = await start((request, response) => {
    if (request.url !== '/stream') return void response.end('served')
    response.once('close', () => left.resolve())
    arrived.resolve()
    const endless = Readable.from(
      (async function* () {
        for (;;) {
          yield Buffer.alloc(65_536)
          await delay(1)
        }
      })(),
    )
    endless.pipe(response)
  })
  const viewer = connect(Number(new URL(edge.url).port), '127.0.0.1')
  viewer.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n')
  await arrived.promise
  viewer.destroy()
  await left.promise
  expect((await ask(edge.url, '/next')).text).toBe('served')
})

test('a viewer who leaves in the middle of a body is felt by the origin', async () => {
  const left = Promise.withResolvers<void>()
  edge = await start((request) => {
    request.on('error', () => {})
    request.once('close', () => left.resolve())
    request.resume()
  })
  const viewer = connect(Number(new URL(edge.url).port), '127.0.0.1')
  viewer.write('POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf', () =>
    setTimeout(() => viewer.destroy(), 20),
  )
  await left.promise
})

test('requests that are no HTTP do not stop the edge', async () => {
  edge = await start((_request, response) => void response.end('served'))
  const port = Number(new URL(edge.url).port)
  for (const noise of [
    '\x00\x01\x02',
    'GET\r\n\r\n',
    'GET /\x7f\xff HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT a:1 HTTP/1.1\r\n\r\n',
  ]) {
    await new Promise<void>((resolve) => {
      const viewer = connect(port, '127.0.0.1')
      viewer.on('error', () => {})
      viewer.once('close', () => resolve())
      viewer.resume()
      viewer.end(noise, 'latin1')
    })
  }
  expect((await ask(edge.url, '/')).text).toBe('served')
})

test('an event stream arrives as it is written', async () => {
  let write: (text: string) => void = () => {}
  edge = await start((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    write = (text) => response.write(text)
  })
  const response = await fetch(`${edge.url}/events`)
  const reader = response.body?.getReader()
  write('data: 1\n\n')
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n')
  await reader?.cancel()
})
