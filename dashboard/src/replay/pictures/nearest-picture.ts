// Which screenshots stand in the film strip, and which one shows a moment.
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import type { TimeScale } from '../time-line/time-scale.ts'

/** The last one before, else the first one: a page looks as it did when it was last pictured. */
export const pictureAt = (pictures: readonly TakenScreenshot[], at: number): TakenScreenshot | undefined =>
  pictures.findLast(({ ts }) => ts <= at) ?? pictures[0]

export type Frame = { x: number; picture: TakenScreenshot }

/** As many as fit side by side, each as near to its moment as its neighbours allow. */
export const framesOf = (
  pictures: readonly TakenScreenshot[],
  scale: TimeScale,
  frameWidth: number,
): Frame[] => {
  const frames: Frame[] = []
  const last = scale.width - frameWidth
  for (const picture of pictures) {
    const x = Math.min(last, Math.max(0, scale.x(picture.ts)))
    const before = frames.at(-1)
    if (x >= 0 && (!before || x >= before.x + frameWidth + 2)) frames.push({ x, picture })
  }
  return frames
}
