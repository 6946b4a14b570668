// The browser's own functions where a framework has put its own in place: Angular's would run the app for each timer.

type Globals = Record<string, unknown>

export const native = <
  K extends 'setTimeout' | 'clearTimeout' | 'MutationObserver' | 'requestAnimationFrame',
>(
  name: K,
): (typeof globalThis)[K] => {
  const globals = window as unknown as Globals
  const original = (globals[`__zone_symbol__${name}`] ?? globals[name]) as (typeof globalThis)[K]
  return original
}
