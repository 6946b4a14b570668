// Run in a page: the least contrast of any text with what is behind it, as WCAG 2 counts it.

export const LEAST_CONTRAST = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const light = (colour) => {
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const behind = (element) => {
    if (!element) return 'white'
    const { backgroundColor } = getComputedStyle(element)
    return backgroundColor === 'rgba(0, 0, 0, 0)' ? behind(element.parentElement) : backgroundColor
  }
  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '')
  const contrast = (element) => {
    const [text, ground] = [light(getComputedStyle(element).color), light(behind(element))]
    return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05)
  }
  document.querySelectorAll('details').forEach((details) => { details.open = true })
  return Math.min(...[...document.querySelectorAll('main *')].filter(hasText).map(contrast))
})()`
