// Rules of ours in a rebuilt document, beside its own: what a page without scripts must not show, and standing still.

const RULES = [
  // Shown by browsers where scripts are off, as they are here.
  'noscript { display: none !important }',
  // A picture that was not kept: its place stays visible.
  'img:not([src]):not([alt]), img:not([src])[alt=""] { background: rgb(128 128 128 / 18%) }',
]

const STILL =
  '*, *::before, *::after { animation-play-state: paused !important; caret-color: transparent !important }'

export const addOwnRules = (document: Document): { pause: (on: boolean) => void } => {
  const style = document.createElement('style')
  style.textContent = RULES.join('\n')
  const still = document.createElement('style')
  still.textContent = STILL
  document.documentElement?.prepend(style, still)
  let isPaused: boolean | undefined
  return {
    pause: (on) => {
      if (isPaused === on || !still.sheet) return
      isPaused = on
      still.sheet.disabled = !on
    },
  }
}
