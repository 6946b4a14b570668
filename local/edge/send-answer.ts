// Writes an answer to its viewer, who may have gone by then.
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { discard, type EdgeResponse, isHopByHop } from './edge-message.ts'

const BODILESS = new Set([204, 304])

export const sendAnswer = async (response: ServerResponse, method: string, answer: EdgeResponse) => {
  const { status, statusText, body } = answer
  if (response.destroyed) return discard(answer)
  const headers: OutgoingHttpHeaders = {}
  for (const [name, values] of Object.entries(answer.headers)) {
    if (!isHopByHop(name)) headers[name] = values.length === 1 ? values[0] : values
  }
  if (statusText) response.writeHead(status, statusText, headers)
  else response.writeHead(status, headers)
  if (!body || method === 'HEAD' || BODILESS.has(status)) {
    discard(answer)
    response.end()
  } else if (Buffer.isBuffer(body)) {
    response.end(body)
  } else {
    // An event stream says nothing for a while; its viewer wants the headers all the same.
    response.flushHeaders()
    await pipeline(body, response)
  }
}
