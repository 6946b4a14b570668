// A WebSocket client that keeps what it hears, and the socket API it talks to.
import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import {
  createSocketApi,
  type SocketApiOptions,
  type SocketRoute,
} from '../../../local/gateway/socket-api.ts'
import { onTestEnd, serveOrigin } from './serve-origin.ts'

export type Route = Partial<SocketRoute> & Pick<SocketRoute, 'routeKey' | 'invoke'>

export const startSocketApi = async (routes: Route[], options: Partial<SocketApiOptions> = {}) => {
  const api = createSocketApi({
    apiId: 'w1x2y3z4',
    domainName: 'w1x2y3z4.execute-api.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    accountId: '123456789012',
    stage: 'live',
    routeSelectionExpression: '$request.body.event',
    ...options,
  })
  for (const route of routes) api.addRoute({ returnResponse: false, ...route })
  const host = await serveOrigin(api.origin)
  onTestEnd(() => api.stop())
  return { api, host, url: `ws://${host}/live` }
}

export type Client = {
  webSocket: WebSocket
  /** The next frame that has not been taken yet. */
  next(): Promise<{ text: string; data: Buffer; isBinary: boolean }>
  closed: Promise<{ code: number; reason: string }>
}

const listen = (webSocket: WebSocket): Client => {
  const frames: { text: string; data: Buffer; isBinary: boolean }[] = []
  const waiting: ((frame: (typeof frames)[number]) => void)[] = []
  webSocket.on('message', (data: Buffer, isBinary) => {
    const frame = { text: data.toString(), data, isBinary }
    const taker = waiting.shift()
    if (taker) taker(frame)
    else frames.push(frame)
  })
  webSocket.on('error', () => {})
  return {
    webSocket,
    next: () => {
      const frame = frames.shift()
      return frame ? Promise.resolve(frame) : new Promise((resolve) => waiting.push(resolve))
    },
    closed: new Promise((resolve) => {
      webSocket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    }),
  }
}

export const openSocket = async (
  url: string,
  protocols: string[] = [],
  options?: ClientOptions,
): Promise<Client> => {
  const webSocket = new WebSocket(url, protocols, options)
  onTestEnd(async () => webSocket.terminate())
  const client = listen(webSocket)
  await once(webSocket, 'open')
  return client
}

/** The answer to an upgrade that is refused. */
export const refusedSocket = (url: string, protocols: string[] = []) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const webSocket = new WebSocket(url, protocols)
    webSocket.on('open', () => reject(new Error('The upgrade was not refused.')))
    webSocket.on('error', () => {})
    webSocket.on('unexpected-response', async (_request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
    })
  })

/** A promise and the two ways to settle it. */
export const deferred = <Value = void>() => Promise.withResolvers<Value>()
