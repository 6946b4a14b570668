// The paths and names that a session is found by: bounded, and the same in whatever order the events come.
import * as z from 'zod'
import { SESSION_MAX_NAMES, SESSION_MAX_PAGES, SESSION_PATH_MAX_CHARS } from '../limits.ts'
import { pathOf } from '../text/url-parts.ts'

/** A path and when it was first seen. */
export const visitedPageSchema = z.object({ path: z.string(), at: z.number().int() })

export type VisitedPage = z.infer<typeof visitedPageSchema>

/** Those that were visited first. One that fell out had others before it for good, so it is not missed when it returns. */
export const visitPage = (pages: VisitedPage[], url: string, at: number): VisitedPage[] => {
  const path = pathOf(url).slice(0, SESSION_PATH_MAX_CHARS)
  const known = pages.find((page) => page.path === path)
  if (known && known.at <= at) return pages
  return [...pages.filter((page) => page !== known), { path, at }]
    .sort((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1))
    .slice(0, SESSION_MAX_PAGES)
}

/** The first in the alphabet: no page sends so many, and order must not matter. */
export const noteName = (names: string[], name: string): string[] =>
  names.includes(name) ? names : [...names, name].sort().slice(0, SESSION_MAX_NAMES)
