// Fetches one address as a careful stranger would: by the project's rules at every hop, without a name or a cookie, and
// takes only what a page shows.
import { type AssetRules, refusalOf } from '../../../core/assets/asset-hosts.ts'
import { type AssetType, assetTypeOf, kindOf } from '../../../core/assets/asset-type.ts'
import { ASSET_MAX_BYTES, ASSET_MAX_REDIRECTS, ASSET_TIMEOUT_MS } from '../../../core/limits.ts'
import type { HostLanes } from './host-lanes.ts'
import { readBounded } from './read-bounded.ts'
import { NotFetched, type RequestDeps, requestOnce } from './request-once.ts'

export type FetchedAsset = {
  type: AssetType
  bytes: Uint8Array
  /** Where it was at last: what a style sheet names is relative to it. */
  url: string
}

export type FetchAsset = (address: string, rules: AssetRules) => Promise<FetchedAsset>

type Deps = Omit<RequestDeps, 'loopback'> & { lanes: HostLanes }

const LARGEST = Math.max(...Object.values(ASSET_MAX_BYTES))

export const fetchAsset =
  ({ resolve, lanes }: Deps): FetchAsset =>
  async (address, rules) => {
    let url = new URL(address)
    for (let hops = 0; hops <= ASSET_MAX_REDIRECTS; hops++) {
      const refused = refusalOf(url, rules)
      if (refused) throw new NotFetched(refused)
      const here = url
      const found = await lanes.run(url.host, () => hop(here, rules.loopback))
      if (!(found instanceof URL)) return found
      url = found
    }
    throw new NotFetched('redirects')

    async function hop(here: URL, loopback: boolean): Promise<FetchedAsset | URL> {
      const signal = AbortSignal.timeout(ASSET_TIMEOUT_MS)
      const answer = await requestOnce(here, signal, { resolve, loopback })
      const { statusCode: status = 0, headers } = answer
      if ([301, 302, 303, 307, 308].includes(status)) {
        answer.destroy()
        const next = URL.parse(headers.location ?? '', here.href)
        if (!next) throw new NotFetched('redirects')
        next.hash = ''
        return next
      }
      if (status !== 200) {
        answer.destroy()
        throw new NotFetched(`status-${status}`)
      }
      const [said = '', parameters = ''] = (headers['content-type'] ?? '').split(/;(.*)/s)
      const type = said.trim().toLowerCase()
      if (
        /^(?:text\/html|application\/(?:json|pdf|zip|javascript)|text\/javascript|video\/|audio\/)/.test(type)
      ) {
        answer.destroy()
        throw new NotFetched('type')
      }
      const bytes = await readBounded(answer, type === 'text/css' ? ASSET_MAX_BYTES.style : LARGEST, signal)
      const seen = assetTypeOf(type, bytes)
      if (!seen) throw new NotFetched('type')
      if (bytes.byteLength > ASSET_MAX_BYTES[kindOf(seen)]) throw new NotFetched('too-large')
      return { type: seen, bytes: seen === 'text/css' ? asUtf8(bytes, parameters) : bytes, url: here.href }
    }
  }

/** Style sheets are kept in UTF-8, whatever they came in. */
const asUtf8 = (bytes: Uint8Array, parameters: string): Uint8Array => {
  const [, said] = /charset\s*=\s*"?([\w-]+)/i.exec(parameters) ?? []
  const [, own] = /^@charset "([\w-]+)";/.exec(Buffer.from(bytes.subarray(0, 100)).toString('latin1')) ?? []
  try {
    // A mark at the beginning counts for more than what anybody says.
    const label = /^(?:\xff\xfe)/.test(Buffer.from(bytes.subarray(0, 2)).toString('latin1'))
      ? 'utf-16le'
      : (said ?? own ?? 'utf-8')
    return new TextEncoder().encode(new TextDecoder(label).decode(bytes))
  } catch {
    return new TextEncoder().encode(new TextDecoder().decode(bytes))
  }
}
