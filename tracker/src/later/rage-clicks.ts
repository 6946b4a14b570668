// Clicks in anger: several in one place within a moment.
import { RAGE_CLICKS, RAGE_MS, RAGE_PIXELS } from '../limits.ts'

type Click = Pick<MouseEvent, 'clientX' | 'clientY' | 'timeStamp' | 'detail'>

/** True with the click that makes a burst one of anger, once a burst. */
export const countRage = () => {
  let first: Click | undefined
  let count = 0
  return (click: Click): boolean => {
    const goesOn =
      first &&
      click.detail > 0 &&
      click.timeStamp - first.timeStamp < RAGE_MS &&
      Math.hypot(click.clientX - first.clientX, click.clientY - first.clientY) < RAGE_PIXELS
    count = goesOn ? count + 1 : 1
    if (!goesOn) first = click
    return count === RAGE_CLICKS
  }
}
