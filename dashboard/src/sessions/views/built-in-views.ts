// The views that every project begins with, and which view is looked at.
import type { SavedView } from '../../../../core/views/saved-view.ts'
import {
  filtersKey,
  parseSessionListSearch,
  type SessionFilters,
  type SessionListSearch,
} from '../session-filters.ts'

export type BuiltInView = { name: string; filters: SessionFilters }

export const BUILT_IN_VIEWS: BuiltInView[] = [
  { name: 'All', filters: {} },
  { name: 'Live now', filters: { live: true } },
  { name: 'With errors', filters: { hasErrors: true } },
  { name: 'Rage clicks', filters: { hasRageClicks: true } },
  { name: 'With recording', filters: { hasReplay: true } },
  { name: 'Pinned', filters: { pinned: true } },
]

/** A saved one holds what another version of this page, or somebody's own program, put into it. */
export const filtersOf = ({ filters }: SavedView): SessionFilters => {
  const { view: _, ...known } = parseSessionListSearch(filters)
  return known
}

export type Shown =
  | { kind: 'built-in'; view: BuiltInView }
  /** With changes, the filters are not those of the view any more. */
  | { kind: 'saved'; view: SavedView; changed: boolean }
  | { kind: 'unsaved' }

/** The view that the URL names, else one that asks for the same. */
export const shownView = (search: SessionListSearch, saved: SavedView[]): Shown => {
  const key = filtersKey(search)
  const named = saved.find(({ viewId }) => viewId === search.view)
  if (named) return { kind: 'saved', view: named, changed: filtersKey(filtersOf(named)) !== key }
  const builtIn = BUILT_IN_VIEWS.find(({ filters }) => filtersKey(filters) === key)
  if (builtIn) return { kind: 'built-in', view: builtIn }
  const same = saved.find((view) => filtersKey(filtersOf(view)) === key)
  return same ? { kind: 'saved', view: same, changed: false } : { kind: 'unsaved' }
}
