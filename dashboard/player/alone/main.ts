// A session in a file of its own: the player with what it plays beside it in the same document, and nothing to ask.
import { fitInto } from '../fit.ts'
import {
  type FrameMessage,
  type FrameReplay,
  type HostMessage,
  readHostMessage,
  SPEEDS,
} from '../protocol.ts'
import { createSessionPlayer } from '../session/session-player.ts'
import { createControls } from './controls.ts'
import { bytesIn, jsonIn } from './embedded.ts'
import './alone.css'

const start = (replay: FrameReplay, stage: HTMLElement, bar: HTMLElement): void => {
  let viewport: { width: number; height: number } | undefined
  let bottom = 0
  const scale = () => fitInto(stage, viewport, bottom)

  const send = (message: FrameMessage) => {
    if (message.kind === 'need') for (const name of message.names) bring(name)
    else controls.hear(message)
  }
  /** Later: the player is in the middle of something when it asks. */
  const bring = (name: string) =>
    setTimeout(() => {
      const bytes = bytesIn(`segment-${name}`)
      player.handle(bytes ? { kind: 'segment', name, bytes } : { kind: 'segment_failed', name })
    })
  const tell = (message: HostMessage) => {
    // By the same door as in the dashboard.
    const checked = readHostMessage(message)
    if (checked) player.handle(checked)
  }
  const controls = createControls(bar, { replay, speeds: SPEEDS, tell })
  const options = {
    at: replay.from,
    playing: false,
    speed: 1,
    skipInactivity: true,
    trail: true,
    tabId: null,
  } as const
  const player = createSessionPlayer(replay, options, {
    stage,
    send,
    resize: (size) => {
      viewport = size
      return scale()
    },
    now: () => performance.now(),
    onFrame: (work) => {
      const id = requestAnimationFrame(work)
      return () => cancelAnimationFrame(id)
    },
  })
  new ResizeObserver(() => {
    bottom = bar.getBoundingClientRect().height
    scale()
  }).observe(document.documentElement)
  bottom = bar.getBoundingClientRect().height
  for (const { id, dataset } of document.querySelectorAll<HTMLElement>('script[data-url]')) {
    const bytes = bytesIn(id)
    const { url = '', type = '' } = dataset
    if (bytes) tell({ kind: 'assets', items: [{ url, type, bytes }] })
  }
}

const stage = document.getElementById('stage')
const bar = document.getElementById('bar')
const replay = jsonIn('replay')
// What stands in the file may have been changed by anybody: it is looked at as what the dashboard says is.
const opened = readHostMessage({
  kind: 'replay',
  replay,
})
if (stage && bar && opened?.kind === 'replay') start(opened.replay, stage, bar)
else if (bar) bar.textContent = 'This file is not whole: it holds no session.'
