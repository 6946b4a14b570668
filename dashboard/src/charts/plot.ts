// The geometry of a chart over time: where each point lies, the paths through them, and which one a pointer means.

export type Box = { left: number; top: number; width: number; height: number }
export type Point = { x: number; y: number }

/** All points have the same distance; bars stand in the middle of theirs. */
export const xAt = (index: number, count: number, { left, width }: Box, shape: 'line' | 'bars'): number => {
  if (shape === 'bars') return left + ((index + 0.5) * width) / count
  return count === 1 ? left + width / 2 : left + (index * width) / (count - 1)
}

export const yAt = (value: number, end: number, { top, height }: Box): number =>
  top + height - (value / end) * height

/** The nearest point, wherever the pointer is. */
export const indexAt = (x: number, count: number, { left, width }: Box, shape: 'line' | 'bars'): number => {
  const share = (x - left) / width
  const index = shape === 'bars' ? Math.floor(share * count) : Math.round(share * (count - 1))
  return Math.min(count - 1, Math.max(0, index || 0))
}

const round = (n: number): string => String(Math.round(n * 10) / 10)
const at = ({ x, y }: Point): string => `${round(x)},${round(y)}`

/** Stretches without a gap. */
export const stretchesOf = (points: readonly (Point | null)[]): Point[][] => {
  const stretches: Point[][] = []
  let isOpen = false
  for (const point of points) {
    if (point && isOpen) stretches.at(-1)?.push(point)
    else if (point) stretches.push([point])
    isOpen = point !== null
  }
  return stretches
}

/** Straight from point to point: a curve would show values that nobody counted. */
export const linePath = (points: readonly (Point | null)[]): string =>
  stretchesOf(points)
    .map((stretch) => `M${stretch.map(at).join('L')}`)
    .join('')

export const areaPath = (points: readonly (Point | null)[], base: number): string =>
  stretchesOf(points)
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => {
      const [first, last] = [stretch[0], stretch.at(-1)]
      return first && last
        ? `M${round(first.x)},${round(base)}L${stretch.map(at).join('L')}L${round(last.x)},${round(base)}Z`
        : ''
    })
    .join('')

/** Points that have no neighbour, which no line shows. */
export const lonePoints = (points: readonly (Point | null)[]): Point[] =>
  stretchesOf(points).flatMap((stretch) => (stretch.length === 1 ? stretch : []))

/** Where a read-out of this width stands beside its point, inside of the chart. */
export const besidePoint = (x: number, width: number, room: number, gap = 12): number => {
  const right = x + gap
  const left = right + width <= room ? right : x - gap - width
  return Math.max(0, Math.min(left, room - width))
}
