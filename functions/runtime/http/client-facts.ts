// What a request says of the client, from the headers that the edge adds and the user agent.

import type { ClientFacts } from '../../../core/ingest/stamped-batch.ts'
import { truncateIp } from '../../../core/ingest/truncate-ip.ts'
import { readUserAgent } from '../user-agent.ts'

export const clientFacts = (headers: Record<string, string>, sourceIp: string): ClientFacts => ({
  ip: truncateIp(viewerAddress(headers['cloudfront-viewer-address']) ?? sourceIp),
  ...optional('country', headers['cloudfront-viewer-country'], 3),
  ...optional('region', headers['cloudfront-viewer-country-region'], 100),
  ...optional('city', headers['cloudfront-viewer-city'], 100),
  ...readUserAgent(headers['user-agent']),
})

/** `198.51.100.10:46532`, and the same with an IPv6 address, in brackets or not. */
const viewerAddress = (header: string | undefined): string | undefined =>
  header?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')

const optional = <Name extends string>(name: Name, value: string | undefined, maxChars: number) =>
  value === undefined || value === '' ? {} : ({ [name]: value.slice(0, maxChars) } as Record<Name, string>)
