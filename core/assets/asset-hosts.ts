// From where a project's assets are fetched: its own sites, what lies below them, and hosts that it names.
import * as z from 'zod'
import { originIsAllowed } from '../projects/origin.ts'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'

/** `cdn.example.net`, or `*.example.net` for all below it. A host of numbers is an address, and none of these. */
const HOST = new RegExp(`^(?:\\*\\.)?(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

export const assetHostSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(HOST, 'must be a host such as cdn.example.net or *.example.net')

export const assetSettingsSchema = z.strictObject({
  /** Off: what pages show from other files is not kept, and a replay shows only what is in the recording itself. */
  enabled: z.boolean(),
  /** Hosts beside those of the project's origins. */
  hosts: z.array(assetHostSchema).max(50),
})

export type AssetSettings = z.infer<typeof assetSettingsSchema>

/** The one service whose style sheets no recorder may read and nearly everybody has. */
export const ASSET_DEFAULTS: AssetSettings = {
  enabled: true,
  hosts: ['fonts.googleapis.com', 'fonts.gstatic.com'],
}

export type AssetRules = {
  origins: readonly string[]
  hosts: readonly string[]
  /** Only where everything runs on one machine: its own sites, too, by the very origins that the project names. */
  loopback: boolean
}

/** An address in its parts, as `URL` reads it. */
export type AddressParts = {
  /** With its colon. */
  protocol: string
  /** An address of IPv6 in its brackets. */
  hostname: string
  /** Empty for the protocol's own. */
  port: string
  origin: string
  username: string
  password: string
}

/** Why something is not asked for: `scheme`, `login`, `port`, `host`. Undefined where it may be. */
export const refusalOf = (
  { protocol, hostname, port, origin, username, password }: AddressParts,
  { origins, hosts, loopback }: AssetRules,
): string | undefined => {
  if (username || password) return 'login'
  if (isOwnMachine(hostname)) {
    return loopback && /^https?:$/.test(protocol) && originIsAllowed([...origins], origin)
      ? undefined
      : 'host'
  }
  if (protocol !== 'https:') return 'scheme'
  if (port !== '') return 'port'
  const named = [...origins.flatMap((origin) => sitesOf(origin)), ...hosts]
  return HOST.test(hostname) && named.some((one) => isBelow(hostname, one)) ? undefined : 'host'
}

const isOwnMachine = (hostname: string): boolean =>
  /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/.test(hostname)

/**
 * The site of an origin and all below it; `www.` is a name of the site itself. `*` alone, or in place of the last two
 * labels, names no site: nobody's hosts are anybody's.
 */
const sitesOf = (origin: string): string[] => {
  const [, host = ''] = /^https?:\/\/([^/:]+)(?::[\d*]+)?$/.exec(origin) ?? []
  const site = host.replace(/^(?:\*\.)+/, '').replace(/^www\./, '')
  return HOST.test(site) && !site.includes('*') ? [site, `*.${site}`] : []
}

const isBelow = (hostname: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern
