// Pages of a shard for readers in this process. Those that stand at the same place get the same page, read once.
import type { Page } from './read-shard.ts'

export type SharedPages = { read(from: number): Promise<Page> }

/** Pages remembered: readers that keep up are at most a few apart, and one that is behind reads for itself. */
const REMEMBERED = 4

export const sharedPages = (read: (from: number) => Promise<Page>): SharedPages => {
  const pages = new Map<number, Promise<Page>>()
  const forget = (from: number, page: Promise<Page>) => {
    if (pages.get(from) === page) pages.delete(from)
  }
  return {
    read: (from) => {
      const known = pages.get(from)
      if (known) return known
      const page = read(from)
      pages.set(from, page)
      const [oldest] = pages.keys()
      if (pages.size > REMEMBERED && oldest !== undefined) pages.delete(oldest)
      page.then(
        // What was empty may have something the next time.
        ({ records }) => records.length === 0 && forget(from, page),
        () => forget(from, page),
      )
      return page
    },
  }
}
