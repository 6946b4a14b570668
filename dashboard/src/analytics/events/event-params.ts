// What is asked about the events of one name.
import type { Filter } from '../filter/parse-filter.ts'
import { type AnalyticsSearch, toParams } from '../search.ts'

/** The filter of the screen, and of its events those of this name. */
export const eventFilter = (filter: Filter | undefined, name: string): Filter => {
  const condition: Filter = { dimension: 'name', op: 'is', value: [name] }
  // Another name in the filter is not one more to choose from: both must hold.
  return filter ? { and: [filter, condition] } : condition
}

export const eventParams = (search: AnalyticsSearch, name: string): Record<string, unknown> =>
  toParams({ ...search, filter: eventFilter(search.filter, name) })
