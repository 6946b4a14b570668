// One request for one address, to the very internet address that was checked: no cookies, no login, no proxy, no cache.
import { lookup } from 'node:dns/promises'
import { Agent as HttpAgent, type IncomingMessage, request as plainRequest } from 'node:http'
import { Agent as HttpsAgent, type RequestOptions, request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isLoopback, isPublicAddress } from '../../../core/assets/public-address.ts'

/** Every address of a name. */
export type ResolveHost = (hostname: string) => Promise<string[]>

export const resolveHost: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address)

/** Says why an address was not fetched, in a word: it is kept, and shown to members. */
export class NotFetched extends Error {
  override name = 'NotFetched'
  readonly reason: string

  constructor(reason: string) {
    super(`An asset was not fetched: ${reason}`)
    this.reason = reason
  }
}

/** What the server of a site reads in its log. */
export const USER_AGENT =
  'Playhead-Assets/1 (keeps what a recorded page shows; fetches each address once a day)'

const HEADERS = {
  'user-agent': USER_AGENT,
  accept: 'text/css,image/*,font/*;q=0.9,*/*;q=0.1',
  'accept-encoding': 'br, gzip',
  // Tells a site that it is no person: some count visits, or show a banner first.
  'sec-purpose': 'prefetch',
}

/** Names that lead to a single address of a network lead nowhere: somebody means harm, or knows no better. */
const checkedAddresses = async (
  hostname: string,
  resolve: ResolveHost,
  loopback: boolean,
): Promise<string[]> => {
  const bare = hostname.replace(/^\[|\]$/g, '')
  const own = loopback && (bare === 'localhost' || isLoopback(bare))
  let addresses: string[]
  try {
    addresses = isLoopback(bare) ? [bare] : await resolve(bare)
  } catch {
    throw new NotFetched('unreachable')
  }
  if (addresses.length === 0) throw new NotFetched('unreachable')
  if (!addresses.every(own ? isLoopback : isPublicAddress)) throw new NotFetched('address')
  return addresses
}

export type RequestDeps = { resolve: ResolveHost; loopback: boolean }

/** The answer with its body unread; whoever has it must read or destroy it. Follows no redirect. */
export const requestOnce = async (
  url: URL,
  signal: AbortSignal,
  { resolve, loopback }: RequestDeps,
): Promise<IncomingMessage> => {
  const addresses = await checkedAddresses(url.hostname, resolve, loopback)
  const families = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  // The name is not looked up a second time: what it leads to then may be another address than the one that was checked.
  const pinned: LookupFunction = (_name, options, done) => {
    if (options.all) done(null, families)
    else done(null, families[0]?.address ?? '', families[0]?.family)
  }
  const secure = url.protocol === 'https:'
  const { promise, resolve: answer, reject } = Promise.withResolvers<IncomingMessage>()
  const options: RequestOptions & { autoSelectFamily: boolean } = {
    method: 'GET',
    headers: HEADERS,
    lookup: pinned,
    // One connection for one request: no other name's connection is taken, and nothing of the environment is heard.
    agent: secure ? new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 }) : new HttpAgent(),
    autoSelectFamily: families.length > 1,
    signal,
  }
  const sent = (secure ? secureRequest : plainRequest)(url, options, answer)
  sent.on('socket', (socket) =>
    socket.once('connect', () => {
      if (!addresses.includes(socket.remoteAddress?.replace(/^::ffff:/i, '') ?? '')) {
        sent.destroy(new NotFetched('address'))
      }
    }),
  )
  sent.on('error', (error) => reject(reasonOf(error, signal)))
  sent.end()
  return promise
}

export const reasonOf = (error: unknown, signal: AbortSignal): NotFetched => {
  if (error instanceof NotFetched) return error
  if (signal.aborted) return new NotFetched('timeout')
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  return new NotFetched(/CERT|TLS|SSL|SELF_SIGNED/.test(code) ? 'certificate' : 'unreachable')
}
