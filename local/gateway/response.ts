// Makes an HTTP response of what a function returned, by the inference rules of payload format 2.0.
import { INVOKE_RESPONSE_MAX_BYTES } from './limits.ts'

export type GatewayResponse = { status: number; headers: Map<string, string | string[]>; body: Buffer }

/** The gateway writes these itself. */
const OWN = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'trailer',
  'upgrade',
])

export const messageResponse = (status: number, message: string): GatewayResponse => ({
  status,
  headers: new Map([['content-type', 'application/json']]),
  body: Buffer.from(JSON.stringify({ message })),
})

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const toStatus = (value: unknown): number | undefined => {
  const status = typeof value === 'string' ? Number(value) : value
  if (typeof status !== 'number' || !Number.isInteger(status)) return undefined
  return status >= 200 && status <= 599 ? status : undefined
}

const toHeaders = (value: unknown): Map<string, string | string[]> | undefined => {
  const headers = new Map<string, string | string[]>()
  if (value === undefined || value === null) return headers
  if (!isRecord(value)) return undefined
  for (const [name, content] of Object.entries(value)) {
    if (content === null || typeof content === 'object') return undefined
    if (!OWN.has(name.toLowerCase())) headers.set(name.toLowerCase(), String(content))
  }
  return headers
}

const inferred = (result: unknown): GatewayResponse => ({
  status: 200,
  headers: new Map([['content-type', 'application/json']]),
  body: Buffer.from(typeof result === 'string' ? result : (JSON.stringify(result) ?? 'null')),
})

/** Undefined when the function's answer cannot be read, which a client sees as an internal error. */
export const toGatewayResponse = (result: unknown): GatewayResponse | undefined => {
  if (!isRecord(result) || result['statusCode'] === undefined) {
    const response = inferred(result)
    return response.body.length > INVOKE_RESPONSE_MAX_BYTES ? undefined : response
  }
  const { body = '', cookies = [], isBase64Encoded } = result
  const status = toStatus(result['statusCode'])
  const headers = toHeaders(result['headers'])
  if (!status || !headers || !Array.isArray(cookies)) return undefined
  if (body !== null && typeof body !== 'string') return undefined
  if (Buffer.byteLength(body ?? '') > INVOKE_RESPONSE_MAX_BYTES) return undefined
  if (!headers.has('content-type')) headers.set('content-type', 'text/plain;charset=UTF-8')
  if (cookies.length > 0) {
    headers.set('set-cookie', [...[headers.get('set-cookie') ?? []].flat(), ...cookies.map(String)])
  }
  return { status, headers, body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8') }
}
