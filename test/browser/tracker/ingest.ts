// A recording ingest on an origin of its own, which also serves the built tracker.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Plugin } from 'esbuild'
import { forgetVisitorSchema } from '../../../core/erasure/visitor-secret.ts'
import { type Batch, batchHeaderSchema, type Event, eventSchema } from '../../../core/ingest/envelope.ts'
import type { PageSettings } from '../../../core/projects/page-settings.ts'
import { type Screenshot, screenshotSchema } from '../../../core/screenshots/screenshot.ts'
import { buildTracker } from '../../../tracker/build.ts'

export type Received = { batch: Batch; raw: string; url: string; headers: IncomingMessage['headers'] }

export type ReceivedPicture = {
  /** What the query says of it. */
  shown: Screenshot
  jpeg: Buffer
  url: string
  headers: IncomingMessage['headers']
}

export type Answer = { status: number; headers?: Record<string, string>; body?: unknown; afterMs?: number }

export type Ingest = {
  origin: string
  received: Received[]
  pictures: ReceivedPicture[]
  /** Waits until so many pictures have come. */
  untilPictures: (count: number) => Promise<ReceivedPicture[]>
  /** Who asked to be erased, with the key in the address. */
  forgotten: { visitorId: string; secret: string; url: string }[]
  /** Answers to the next requests to be erased, in order; then 202 again. */
  forgetAnswers: number[]
  /** Every request that was no batch: a preflight would be one. */
  strays: string[]
  /** Answers to the next requests, in order; then 202 again. */
  answers: Answer[]
  /** What the project says, told to who names another version. */
  settings: PageSettings | undefined
  /** Whether somebody watches, as each answer says. */
  live: boolean
  /** Batches that are answered with 400. */
  refuses: (batch: Batch) => boolean
  /** Batches that were under way at the same time, at most. */
  mostAtOnce: () => number
  /** Events of the batches that were answered with 202, each (tab, seq) once as in the pipeline. */
  events: () => Event[]
  /** Waits until an accepted event satisfies the condition. */
  until: (is: (event: Event) => boolean) => Promise<Event>
  reset: () => void
  stop: () => Promise<void>
}

const readBytes = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const read = async (request: IncomingMessage) => {
  const body = await readBytes(request)
  return (body[0] === 0x1f ? gunzipSync(body) : body).toString('utf8')
}

const parse = (raw: string): Batch => {
  const header = batchHeaderSchema.parse(JSON.parse(raw))
  return { ...header, events: header.events.map((event) => eventSchema.parse(event)) }
}

/** `parts`: a folder of parts that stand in for the tracker's own. */
export const startIngest = async (parts?: string, plugins: Plugin[] = []): Promise<Ingest> => {
  const folder = await mkdtemp(join(tmpdir(), 'playhead-tracker-'))
  await buildTracker(folder, parts, plugins)
  const files = new Map<string, Buffer>()
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith('.js')) files.set(`/${file}`, await readFile(join(folder, file)))
  }
  await rm(folder, { recursive: true })

  const received: Received[] = []
  const pictures: ReceivedPicture[] = []
  const forgotten: Ingest['forgotten'] = []
  const forgetAnswers: number[] = []
  const accepted = new Map<string, Batch>()
  const strays: string[] = []
  const answers: Answer[] = []
  const faults: unknown[] = []
  let open = 0
  let mostOpen = 0

  const answerTo = (batch: Batch, url = '') => {
    const known = new URL(url, 'http://ingest').searchParams.get('c')
    const { settings } = ingest
    return {
      accepted: batch.events.length,
      rejected: [],
      ...(ingest.live && { live: true }),
      ...(settings && settings.version !== known && { settings }),
    }
  }

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    mostOpen = Math.max(mostOpen, ++open)
    response.once('close', () => open--)
    const raw = await read(request)
    const batch = parse(raw)
    received.push({ batch, raw, url: request.url ?? '', headers: request.headers })
    const { status, headers, body, afterMs } = answers.shift() ?? {
      status: ingest.refuses(batch) ? 400 : 202,
    }
    if (status === 202) accepted.set(`${batch.tabId} ${batch.seq}`, batch)
    const answer = body ?? (status === 202 ? answerTo(batch, request.url) : {})
    if (afterMs) await new Promise((done) => setTimeout(done, afterMs))
    response.writeHead(status, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      'Content-Type': 'application/json',
      ...headers,
    })
    response.end(JSON.stringify(answer))
  }

  const takePicture = async (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? ''
    const meta = new URL(url, 'http://ingest').searchParams.get('meta')
    const shown = screenshotSchema.parse(JSON.parse(meta ?? ''))
    pictures.push({ shown, jpeg: await readBytes(request), url, headers: request.headers })
    response.writeHead(202, { 'Access-Control-Allow-Origin': '*' }).end('{}')
  }

  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url?.startsWith('/api/v1/track?')) {
      take(request, response).catch((fault) => {
        faults.push(fault)
        response.writeHead(400, { 'Access-Control-Allow-Origin': '*' }).end('{}')
      })
    } else if (request.method === 'POST' && request.url?.startsWith('/api/v1/forget?')) {
      readBytes(request).then((body) => {
        forgotten.push({ ...forgetVisitorSchema.parse(JSON.parse(body.toString())), url: request.url ?? '' })
        response.writeHead(forgetAnswers.shift() ?? 202, { 'Access-Control-Allow-Origin': '*' }).end('{}')
      }, faults.push)
    } else if (request.method === 'POST' && request.url?.startsWith('/api/v1/track/screenshot?')) {
      takePicture(request, response).catch((fault) => faults.push(fault))
    } else if (files.has(request.url ?? '')) {
      // As the edge does: a part is fetched as a module, which asks whether it may be read.
      response
        .writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' })
        .end(files.get(request.url ?? ''))
    } else {
      strays.push(`${request.method} ${request.url}`)
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))

  const events = () => {
    if (faults.length) throw faults[0]
    return [...accepted.values()].flatMap((batch) => batch.events)
  }

  const ingest: Ingest = {
    settings: undefined,
    live: false,
    refuses: () => false,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    pictures,
    forgotten,
    forgetAnswers,
    untilPictures: async (count) => {
      for (let tries = 0; tries < 600 && pictures.length < count; tries++)
        await new Promise((done) => setTimeout(done, 25))
      if (pictures.length < count) throw new Error(`${pictures.length} pictures came, not ${count}`)
      return pictures
    },
    strays,
    answers,
    mostAtOnce: () => mostOpen,
    events,
    until: async (is) => {
      for (let tries = 0; tries < 600; tries++) {
        const found = events().find(is)
        if (found) return found
        await new Promise((done) => setTimeout(done, 25))
      }
      throw new Error(`no such event among ${events().map(({ name }) => name)}`)
    },
    reset: () => {
      for (const list of [received, pictures, forgotten, forgetAnswers, strays, answers, faults])
        list.length = 0
      accepted.clear()
      mostOpen = 0
      ingest.settings = undefined
      ingest.live = false
      ingest.refuses = () => false
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  return ingest
}
