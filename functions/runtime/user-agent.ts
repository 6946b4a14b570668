// What a user agent says of the client; what it does not say is `Unknown`, never a fault.
import UAParser from 'ua-parser-js'
import type { ClientFacts } from '../../core/ingest/stamped-batch.ts'

export type UserAgentFacts = Pick<ClientFacts, 'browser' | 'os' | 'device' | 'bot'>

const BOTS = [
  // Whoever says so of itself; Cubot makes telephones.
  /(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|scrapy|archiver|mediapartners|inspectiontool|googleother/i,
  // Who fetches for somebody's chat, or trains on what it fetches.
  /(?:chatgpt|claude|perplexity|mistralai|duckassist)-user|externalagent|externalfetcher|anthropic-ai|cohere-ai/i,
  // Previews of links. The app of WhatsApp itself begins with Mozilla.
  /preview|facebookexternalhit|embedly|^whatsapp\//i,
  // Who watches or measures pages.
  /headless|lighthouse|pagespeed|monitor|pingdom|phantomjs/i,
  // Programs and their libraries.
  /curl\/|wget\/|python|aiohttp|go-http-client|http-?client\/|java\/|okhttp|axios\/|node-fetch|guzzle|libwww|powershell|postman/i,
  /^(?:node|undici|deno|bun|ruby)\b/i,
]

/** Longer ones are made up; the parser's expressions should not meet them. */
const MAX_CHARS = 500

/** Texts remembered by a container: visitors share a few hundred, and each costs the parser as much as a whole batch. */
const REMEMBERED = 1_000
const remembered = new Map<string, UserAgentFacts>()

export const readUserAgent = (header: string | undefined): UserAgentFacts => {
  const text = (header ?? '').slice(0, MAX_CHARS)
  const known = remembered.get(text)
  if (known) return known
  if (remembered.size >= REMEMBERED) remembered.clear()
  const facts = parse(text)
  remembered.set(text, facts)
  return facts
}

const parse = (text: string): UserAgentFacts => {
  const { browser, os, device } = new UAParser(text).getResult()
  return {
    browser: (browser.name ?? 'Unknown').slice(0, 60),
    os: (os.name ?? 'Unknown').slice(0, 60),
    device: browser.name === 'Opera Mini' ? 'mobile' : deviceOf(device.type, os.name),
    bot: BOTS.some((words) => words.test(text)),
  }
}

/** Systems of what is held in the hand or stands below the television: without a type nobody knows which. */
const NO_DESKTOP = new Set([
  'iOS',
  'Android',
  'HarmonyOS',
  'Tizen',
  'webOS',
  'KaiOS',
  'Symbian',
  'BlackBerry',
])

/** The parser names what is not a desktop; a desktop is known by its system. */
const deviceOf = (type: string | undefined, os: string | undefined): UserAgentFacts['device'] => {
  if (type === 'mobile' || type === 'tablet') return type
  return type === undefined && os !== undefined && !NO_DESKTOP.has(os) ? 'desktop' : 'other'
}
