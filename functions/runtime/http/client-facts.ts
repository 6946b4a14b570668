// What a request says of the client, from the headers that the edge adds and the user agent.

import type { ClientFacts } from '../../../core/ingest/stamped-batch.ts'
import { truncateIp } from '../../../core/ingest/truncate-ip.ts'
import { readUserAgent } from '../user-agent.ts'

/** Set at the edge, see lib/edge-functions; API Gateway itself only sees CloudFront's own address. */
const VIEWER_ADDRESS = 'x-playhead-viewer-ip'

/** An IPv6 address with an embedded IPv4 one is the longest. */
const IP_MAX_CHARS = 45

export const viewerAddress = (headers: Record<string, string>, sourceIp: string): string =>
  headers[VIEWER_ADDRESS] || sourceIp

/** An address is shortened to its network unless the project says otherwise. */
export const clientFacts = (
  headers: Record<string, string>,
  sourceIp: string,
  fullAddress = false,
): ClientFacts => ({
  ip: fullAddress
    ? viewerAddress(headers, sourceIp).slice(0, IP_MAX_CHARS)
    : truncateIp(viewerAddress(headers, sourceIp)),
  ...optional('country', headers['cloudfront-viewer-country'], 3),
  ...optional('region', headers['cloudfront-viewer-country-region'], 100),
  ...optional('city', headers['cloudfront-viewer-city'], 100),
  ...readUserAgent(headers['user-agent']),
})

const optional = <Name extends string>(name: Name, value: string | undefined, maxChars: number) =>
  value === undefined || value === '' ? {} : ({ [name]: value.slice(0, maxChars) } as Record<Name, string>)
