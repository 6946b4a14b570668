// j and k, or the arrows, walk through a list; Enter does what a press on the focused row does.
import { useEffect, useEffectEvent } from 'react'

const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

const isBusyElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [role=menu], [role=listbox]') !== null

type Options = {
  count: number
  /** Which row has the focus now, -1 for none. */
  current: () => number
  focus: (index: number) => void
}

export const useListKeys = ({ count, current, focus }: Options): void => {
  const step = useEffectEvent((event: KeyboardEvent) => {
    const by = steps[event.key]
    if (by === undefined || count === 0 || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.defaultPrevented || isBusyElsewhere(event.target)) return
    const at = current()
    // The arrows scroll the page until a row has been entered.
    if (at < 0 && event.key.startsWith('Arrow')) return
    event.preventDefault()
    focus(Math.min(count - 1, Math.max(0, at + by)))
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => step(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
