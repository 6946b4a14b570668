// Scales the recorded page into the room there is, in the middle, never larger than it was.

export const fitInto = (
  stage: HTMLElement,
  viewport: { width: number; height: number } | undefined,
  /** Pixels at the bottom that are taken. */
  bottom = 0,
): number => {
  if (!viewport) return 1
  const { clientWidth, clientHeight: whole } = document.documentElement
  const clientHeight = whole - bottom
  const scale = Math.min(1, clientWidth / viewport.width, clientHeight / viewport.height) || 1
  stage.style.width = `${viewport.width}px`
  stage.style.height = `${viewport.height}px`
  const left = Math.max(0, (clientWidth - viewport.width * scale) / 2)
  const top = Math.max(0, (clientHeight - viewport.height * scale) / 2)
  stage.style.transform = `translate(${left}px, ${top}px) scale(${scale})`
  // A pointer keeps its size on the screen.
  return 1 / scale
}
