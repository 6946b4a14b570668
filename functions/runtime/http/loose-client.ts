// What is kept of the client of loose events: of a page or an app what its request says, of a server what it tells.
import type { LooseBody } from '../../../core/ingest/loose-event.ts'
import type { ClientFacts } from '../../../core/ingest/stamped-batch.ts'
import { truncateIp } from '../../../core/ingest/truncate-ip.ts'
import type { KnownKey } from './callers.ts'
import { clientFacts, viewerAddress } from './client-facts.ts'
import type { IncomingRequest } from './incoming-request.ts'

type Request = Pick<IncomingRequest, 'headers' | 'sourceIp'>

/** A server's own address and agent say nothing of a visitor; a page may not tell others' than its own. */
export const looseClient = (
  { kind, project }: KnownKey,
  { headers, sourceIp }: Request,
  told: LooseBody['client'],
): ClientFacts => {
  if (kind === 'publishable') return clientFacts(headers, sourceIp, project.fullAddresses)
  return clientFacts({ 'user-agent': told?.userAgent ?? '' }, told?.ip ?? '', project.fullAddresses)
}

/** Stands for a client that names neither itself, a user nor a session: its network and its user agent. */
export const anonymousClient = ({ headers, sourceIp }: Request): string =>
  `${truncateIp(viewerAddress(headers, sourceIp))} ${headers['user-agent'] ?? ''}`
