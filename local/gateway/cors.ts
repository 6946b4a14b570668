// CORS as an HTTP API does it: it answers preflights itself and overrules what a function says about origins.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { GatewayResponse } from './response.ts'

/** `CorsConfiguration` of AWS::ApiGatewayV2::Api. */
export type CfnCors = {
  AllowOrigins?: string[]
  AllowMethods?: string[]
  AllowHeaders?: string[]
  ExposeHeaders?: string[]
  MaxAge?: number
  AllowCredentials?: boolean
}

const allowedOrigin = ({ AllowOrigins = [] }: CfnCors, origin: string): string | undefined => {
  if (AllowOrigins.includes('*')) return '*'
  const scheme = origin.split('://')[0]
  return AllowOrigins.includes(origin) || AllowOrigins.includes(`${scheme}://*`) ? origin : undefined
}

export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && Boolean(headers.origin && headers['access-control-request-method'])

export const checkCors = (cors: CfnCors): CfnCors => {
  if (cors.AllowCredentials && cors.AllowOrigins?.includes('*')) {
    throw new Error('AllowCredentials cannot be combined with the origin *: name the origins.')
  }
  return cors
}

const setList = (response: GatewayResponse, name: string, values: string[] | undefined) => {
  if (values?.length) response.headers.set(name, values.join(','))
}

/** Changes the response in place; without an Origin header nothing is added. */
export const applyCors = (cors: CfnCors, headers: IncomingHttpHeaders, response: GatewayResponse): void => {
  for (const name of [...response.headers.keys()]) {
    if (name.startsWith('access-control-')) response.headers.delete(name)
  }
  const origin = headers.origin && allowedOrigin(cors, headers.origin)
  if (!origin) return
  response.headers.set('access-control-allow-origin', origin)
  if (cors.AllowCredentials) response.headers.set('access-control-allow-credentials', 'true')
  setList(response, 'access-control-expose-headers', cors.ExposeHeaders)
}

export const preflightResponse = (cors: CfnCors, headers: IncomingHttpHeaders): GatewayResponse => {
  const response: GatewayResponse = { status: 204, headers: new Map(), body: Buffer.alloc(0) }
  applyCors(cors, headers, response)
  if (!response.headers.has('access-control-allow-origin')) return response
  setList(response, 'access-control-allow-methods', cors.AllowMethods)
  setList(response, 'access-control-allow-headers', cors.AllowHeaders)
  if (cors.MaxAge !== undefined) response.headers.set('access-control-max-age', String(cors.MaxAge))
  return response
}
