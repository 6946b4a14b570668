// What the tracker costs a page, beside others of the field: main-thread time, memory and bytes on four pages.
import { join } from 'node:path'
import { launchBrowser } from '../test/browser/browser.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { figure, median, percent } from './measuring/statistics.ts'
import { CONTENDERS, type Contender } from './recorders/contenders.ts'
import { measureOnce, type Result } from './recorders/measure-once.ts'
import { PAGES } from './recorders/pages.ts'

/** Each round has every contender on every page once, so that what else the machine does meets all alike. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 3)

/** Only pages and contenders whose name has this, to compare two of them quickly: `PAGES=feed CONTENDERS='recording|rrweb'`. */
const asked = (variable: string): RegExp => new RegExp(process.env[variable] ?? '')

const middle = (results: readonly Result[], key: keyof Result): number =>
  median(results.map((one) => one[key]))

export const benchmark: Benchmark = {
  title: 'The tracker in a page',
  measure: async (bench) => {
    const browser = await launchBrowser()
    bench.onStop(() => browser.close())
    const contenders: Contender[] = []
    for (const { name, make } of CONTENDERS) {
      if (name === 'no tracker' || asked('CONTENDERS').test(name))
        contenders.push(await make(join(bench.directory, 'tracker')))
    }
    const pages = Object.entries(PAGES).filter(([name]) => asked('PAGES').test(name))
    const results = new Map<string, Result[]>()
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, page] of pages) {
        for (const contender of contenders) {
          bench.say(`round ${round + 1} of ${ROUNDS}: ${name}, ${contender.name}`)
          const key = `${name}\n${contender.name}`
          results.set(key, [...(results.get(key) ?? []), await measureOnce(browser, page, contender)])
        }
      }
    }
    const rows: Row[] = pages.flatMap(([name]) => {
      const bare = results.get(`${name}\nno tracker`) ?? []
      return contenders.map((contender): Row => {
        const own = results.get(`${name}\n${contender.name}`) ?? []
        return [
          `${name}: ${contender.name}`,
          figure(middle(own, 'ms')),
          percent(middle(own, 'share')),
          figure(middle(own, 'longestMs')),
          figure(middle(own, 'blockedMs') - middle(bare, 'blockedMs')),
          figure(middle(own, 'heapMb') - middle(bare, 'heapMb')),
          figure(middle(own, 'rawKb')),
          figure(middle(own, 'packedKb')),
          middle(own, 'pauses').toFixed(0),
        ]
      })
    })
    return {
      columns: [
        '',
        'script ms',
        'of the time',
        'longest ms',
        'more blocked ms',
        'more heap MB',
        'sent kB',
        'gzip kB',
        'pauses',
      ],
      rows,
      note: `Medians of ${ROUNDS} rounds. Script ms are charged by a sampling profile of the main thread, workers not included; blocked ms are what long tasks take beyond 50 ms; sent kB are before compression where a contender's own packing could be undone; pauses are those of our recorder, after which it sends a fresh snapshot.`,
    }
  },
}
