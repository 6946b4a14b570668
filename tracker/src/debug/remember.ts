// The query parameter holds for the tab's whole session: a site's links do not carry it on.

const KEY = 'playhead_debug'

export const isAskedFor = (search: string): boolean => /[?&]tracker-debug\b/.test(search)

/** Storage may be forbidden; then the overlay lives as long as its address. */
const quietly = (act: () => void) => {
  try {
    act()
  } catch {
    // Nothing to remember it by.
  }
}

export const remember = () => quietly(() => sessionStorage.setItem(KEY, '1'))
export const forget = () => quietly(() => sessionStorage.removeItem(KEY))
