// The slider over the lanes: shows where playing is, goes where one presses, and previews where one points or drags.
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import { spokenClock } from '../../format/clock.ts'
import { pagePath } from '../../format/page-path.ts'
import type { PictureStore } from '../pictures/picture-store.ts'
import type { Player } from '../stage/player.ts'
import type { Marker } from './cluster-markers.ts'
import { type PageStretch, stretchAt } from './page-stretches.ts'
import { Preview } from './preview.tsx'
import classes from './time-line.module.css'
import type { TimeScale } from './time-scale.ts'

type Props = {
  scale: TimeScale
  player: Player
  stretches: PageStretch[]
  pictures: TakenScreenshot[]
  store: PictureStore | null
  markers: Marker[]
  children: ReactNode
}

/** Milliseconds between two seeks while one drags: each may cost a segment. */
const DRAG_SEEK_MS = 150
const PAGE_STEP = 0.1

const useAt = (player: Player): number => useSyncExternalStore(player.subscribe, () => player.state.at)

const Playhead = ({
  player,
  scale,
  dragged,
}: {
  player: Player
  scale: TimeScale
  dragged: number | null
}) => {
  const at = useAt(player)
  return (
    <span
      className={classes.playhead}
      style={{ transform: `translateX(${dragged ?? scale.x(at)}px)` }}
      aria-hidden="true"
      data-playhead
    />
  )
}

const useSliderWords = ({ player, scale, stretches }: Pick<Props, 'player' | 'scale' | 'stretches'>) => {
  // Whole seconds: a screen reader that is told more often says nothing else.
  const second = useSyncExternalStore(player.subscribe, () =>
    Math.floor((player.state.at - scale.from) / 1_000),
  )
  const page = stretchAt(stretches, scale.from + second * 1_000)
  return {
    second,
    text: `${spokenClock(second * 1_000)} of ${spokenClock(scale.durationMs)}${
      page ? `, on ${pagePath(page.url)}` : ''
    }`,
  }
}

export const Scrubber = ({ scale, player, stretches, pictures, store, markers, children }: Props) => {
  const [pointed, setPointed] = useState<number | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const lastSeek = useRef(0)
  const words = useSliderWords({ player, scale, stretches })

  const xOf = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) =>
    Math.min(scale.width, Math.max(0, clientX - currentTarget.getBoundingClientRect().left))

  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    lastSeek.current = event.timeStamp
    setDragged(xOf(event))
    player.seek(scale.at(xOf(event)))
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    const x = xOf(event)
    setPointed(x)
    if (dragged === null) return
    setDragged(x)
    if (event.timeStamp - lastSeek.current < DRAG_SEEK_MS) return
    lastSeek.current = event.timeStamp
    player.seek(scale.at(x))
  }
  const end = (event: PointerEvent<HTMLElement>) => {
    if (dragged === null) return
    setDragged(null)
    player.seek(scale.at(xOf(event)))
    // A finger that left points at nothing any more.
    if (event.pointerType !== 'mouse') setPointed(null)
  }
  /** The arrows to the sides are everybody's (see the player's keys); these are a slider's own. */
  const press = (event: KeyboardEvent) => {
    const step = scale.durationMs * PAGE_STEP
    const to: Record<string, number> = {
      Home: scale.from,
      End: scale.from + scale.durationMs,
      PageUp: player.state.at + step,
      PageDown: player.state.at - step,
      ArrowUp: player.state.at + 10_000,
      ArrowDown: player.state.at - 10_000,
    }
    const at = to[event.key]
    if (at === undefined) return
    event.preventDefault()
    player.seek(Math.min(scale.from + scale.durationMs, Math.max(scale.from, at)))
  }

  return (
    <div
      className={classes.slider}
      role="slider"
      tabIndex={0}
      aria-label="Time line"
      data-time-line
      aria-valuemin={0}
      aria-valuemax={Math.floor(scale.durationMs / 1_000)}
      aria-valuenow={words.second}
      aria-valuetext={words.text}
      data-dragging={dragged !== null || undefined}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => setDragged(null)}
      onPointerLeave={() => setPointed(null)}
      onKeyDown={press}
    >
      {children}
      {pointed !== null && (
        <>
          <span
            className={classes.ghost}
            style={{ transform: `translateX(${pointed}px)` }}
            aria-hidden="true"
          />
          <Preview
            x={pointed}
            scale={scale}
            stretches={stretches}
            pictures={pictures}
            store={store}
            markers={markers}
          />
        </>
      )}
      <Playhead player={player} scale={scale} dragged={dragged} />
    </div>
  )
}
