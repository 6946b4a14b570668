// What a request says of the client, from the headers that the edge adds and the user agent.

import type { ClientFacts } from '../../../core/ingest/stamped-batch.ts'
import { truncateIp } from '../../../core/ingest/truncate-ip.ts'
import { readUserAgent } from '../user-agent.ts'

/** Set by lib/edge-functions/api-door.js; API Gateway itself only sees CloudFront's own address. */
const VIEWER_ADDRESS = 'x-playhead-viewer-ip'

export const clientFacts = (headers: Record<string, string>, sourceIp: string): ClientFacts => ({
  ip: truncateIp(headers[VIEWER_ADDRESS] || sourceIp),
  ...optional('country', headers['cloudfront-viewer-country'], 3),
  ...optional('region', headers['cloudfront-viewer-country-region'], 100),
  ...optional('city', headers['cloudfront-viewer-city'], 100),
  ...readUserAgent(headers['user-agent']),
})

const optional = <Name extends string>(name: Name, value: string | undefined, maxChars: number) =>
  value === undefined || value === '' ? {} : ({ [name]: value.slice(0, maxChars) } as Record<Name, string>)
