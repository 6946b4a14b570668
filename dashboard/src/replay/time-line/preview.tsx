// What one would see at the place one points at: the time, the page, the nearest screenshot, the marks around.
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import { formatClock } from '../../format/clock.ts'
import { pagePath } from '../../format/page-path.ts'
import { Mark } from '../marks/mark.tsx'
import { pictureAt } from '../pictures/nearest-picture.ts'
import { Picture } from '../pictures/picture.tsx'
import type { PictureStore } from '../pictures/picture-store.ts'
import { CLUSTER_PX, countKinds, type Marker } from './cluster-markers.ts'
import { type PageStretch, stretchAt } from './page-stretches.ts'
import classes from './time-line.module.css'
import type { TimeScale } from './time-scale.ts'

const WIDTH_PX = 192

type Props = {
  x: number
  scale: TimeScale
  stretches: PageStretch[]
  pictures: TakenScreenshot[]
  store: PictureStore | null
  markers: Marker[]
}

export const Preview = ({ x, scale, stretches, pictures, store, markers }: Props) => {
  const at = scale.at(x)
  const page = stretchAt(stretches, at)
  const picture = pictureAt(pictures, at)
  const near = countKinds(markers.filter(({ ts }) => Math.abs(scale.x(ts) - x) < CLUSTER_PX))
  const left = Math.min(scale.width - WIDTH_PX / 2, Math.max(WIDTH_PX / 2, x))
  return (
    <div className={classes.preview} style={{ left, width: WIDTH_PX }} role="presentation" data-preview>
      {picture && (
        <span className={classes.previewPicture}>
          <Picture store={store} picture={picture} size="thumb" alt="" />
        </span>
      )}
      <span className={classes.previewWords}>
        <strong>{formatClock(at - scale.from)}</strong>
        {near.length > 0 && (
          <span className={classes.previewMarks}>
            {near.map(([kind, count]) => (
              <span key={kind}>
                <Mark kind={kind} size={11} />
                {count}
              </span>
            ))}
          </span>
        )}
        {page && <span className="one-line">{pagePath(page.url)}</span>}
      </span>
    </div>
  )
}
