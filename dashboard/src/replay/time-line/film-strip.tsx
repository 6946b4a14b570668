// Screenshots in a row, each where it was taken.
import { memo } from 'react'
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import { framesOf } from '../pictures/nearest-picture.ts'
import { Picture } from '../pictures/picture.tsx'
import type { PictureStore } from '../pictures/picture-store.ts'
import classes from './time-line.module.css'
import type { TimeScale } from './time-scale.ts'

const FRAME_WIDTH_PX = 64

type Props = { pictures: TakenScreenshot[]; scale: TimeScale; store: PictureStore | null }

export const FilmStrip = memo(({ pictures, scale, store }: Props) => (
  <div className={classes.film} aria-hidden="true" data-film>
    {scale.width > 0 &&
      framesOf(pictures, scale, FRAME_WIDTH_PX).map(({ x, picture }) => (
        <span
          key={picture.screenshotId}
          className={classes.frame}
          style={{ left: x, width: FRAME_WIDTH_PX }}
          data-picture={picture.screenshotId}
        >
          <Picture store={store} picture={picture} size="thumb" alt="" />
        </span>
      ))}
  </div>
))
FilmStrip.displayName = 'FilmStrip'
