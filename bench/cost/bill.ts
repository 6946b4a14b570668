// Prices what was counted: one line for each driver, the greatest first.
import { type Priced, prices } from './prices.ts'
import { entriesOf, type Tally } from './tally.ts'

export type BillLine = { priced: Priced; cause: string; quantity: number; usd: number }

/** `per` is what the bill is to be of, `counted` how much of it was counted: 1,000,000 events, say, of 62,500. */
export const billOf = (tally: Tally, per: number, counted: number): BillLine[] =>
  entriesOf(tally)
    .map(({ priced, cause, quantity }) => {
      const scaled = (quantity * per) / counted
      return { priced, cause, quantity: scaled, usd: scaled * prices[priced] }
    })
    .sort((a, b) => b.usd - a.usd)

export const totalOf = (lines: readonly BillLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0)

/** What the lines of a bill are called, and what they add up. */
export const DRIVERS: readonly { name: string; of: readonly Priced[] }[] = [
  { name: 'edge: requests', of: ['edgeRequest', 'edgeFunction'] },
  { name: 'edge: bytes', of: ['edgeByteOut', 'edgeByteToOrigin'] },
  { name: 'firewall', of: ['firewallRequest'] },
  { name: 'HTTP API', of: ['apiRequest'] },
  { name: 'functions: invocations', of: ['invocation'] },
  { name: 'functions: GB-seconds', of: ['gbSecond'] },
  { name: 'stream: in', of: ['streamByteIn'] },
  { name: 'stream: out', of: ['streamByteOut'] },
  { name: 'tables: writes', of: ['tableWriteUnit'] },
  { name: 'tables: reads', of: ['tableReadUnit'] },
  { name: 'objects: PUT and LIST', of: ['objectWrite'] },
  { name: 'objects: GET', of: ['objectRead'] },
  { name: 'logs', of: ['logByte'] },
  { name: 'sockets', of: ['socketMessage', 'socketMinute'] },
  { name: 'kept until it expires', of: ['tableByteMonth', 'objectByteMonth'] },
]

export const byDriver = (lines: readonly BillLine[]): { name: string; usd: number }[] =>
  DRIVERS.map(({ name, of }) => ({
    name,
    usd: totalOf(lines.filter(({ priced }) => of.includes(priced))),
  }))
