// What a user agent says of the client; what it does not say is `Unknown`, never a fault.
import UAParser from 'ua-parser-js'
import type { ClientFacts } from '../../core/ingest/stamped-batch.ts'

export type UserAgentFacts = Pick<ClientFacts, 'browser' | 'os' | 'device' | 'bot'>

const BOT =
  /bot\b|bot[/;_-]|crawl|spider|slurp|headless|lighthouse|pagespeed|preview|facebookexternalhit|embedly|monitor|pingdom|phantomjs|python-requests|curl\/|wget\/|go-http-client|java\/|okhttp\/|axios\/|node-fetch/i

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
    device: deviceOf(device.type, os.name),
    bot: BOT.test(text),
  }
}

/** The parser names what is not a desktop; a desktop is known by its system. */
const deviceOf = (type: string | undefined, os: string | undefined): UserAgentFacts['device'] => {
  if (type === 'mobile' || type === 'tablet') return type
  return type === undefined && os !== undefined ? 'desktop' : 'other'
}
