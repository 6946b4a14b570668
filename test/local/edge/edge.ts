// A distribution on a free port before fake origins, and a client that sends paths and headers as they are.
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as openRequest } from 'node:http'
import { createDistribution, type DistributionOptions } from '../../../local/edge/distribution.ts'
import type { Origin } from '../../../local/edge/origin.ts'

export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'
export const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
export const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3'
export const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

export const behavior = (TargetOriginId: string, more: object = {}) => ({
  TargetOriginId,
  CachePolicyId: CACHING_DISABLED,
  ViewerProtocolPolicy: 'redirect-to-https',
  ...more,
})

export const customOrigin = (Id: string, more: object = {}) => ({
  Id,
  DomainName: `${Id}.example`,
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
  ...more,
})

/** One origin named `app` for everything, unless it says otherwise. */
export const config = (more: object = {}) => ({
  Enabled: true,
  DefaultCacheBehavior: behavior('app'),
  Origins: [customOrigin('app')],
  ...more,
})

export const distribution = (
  origins: Record<string, Origin>,
  options: Partial<DistributionOptions> & { config: unknown },
) =>
  createDistribution({
    originFor: (domainName) => origins[domainName.replace('.example', '')],
    functions: new Map(),
    responseHeaderPolicies: new Map(),
    cachePolicies: new Map(),
    originRequestPolicies: new Map(),
    ...options,
  })

export const startEdge = (...parameters: Parameters<typeof distribution>) =>
  distribution(...parameters).listen({ host: '127.0.0.1', port: 0 })

export const nobody: Origin = { request: (_request, response) => void response.end() }

/** Answers with what it was asked, as JSON. */
export const echo: Origin = {
  async request(request, response) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }))
  },
}

export type Answer = {
  status: number
  statusText: string
  headers: IncomingHttpHeaders
  body: Buffer
  text: string
}

export const ask = (
  url: string,
  path = '/',
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const request = openRequest(
      { hostname, port, path, method: options.method ?? 'GET', headers: options.headers, agent: false },
      async (response) => {
        try {
          const chunks: Buffer[] = []
          for await (const chunk of response) chunks.push(chunk)
          const body = Buffer.concat(chunks)
          const { statusCode: status = 0, statusMessage: statusText = '', headers } = response
          resolve({ status, statusText, headers, body, text: body.toString() })
        } catch (error) {
          reject(error)
        }
      },
    )
    request.on('error', reject)
    request.end(options.body)
  })

export const askJson = async (...parameters: Parameters<typeof ask>) => {
  const { text } = await ask(...parameters)
  return JSON.parse(text) as { method: string; url: string; headers: Record<string, string>; body: string }
}
