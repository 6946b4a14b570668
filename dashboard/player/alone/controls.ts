// Play, the place on the clock, speed: the buttons of a session in a file of its own.
import type { FrameMessage, FrameReplay, HostMessage, Speed } from '../protocol.ts'

type Options = { replay: FrameReplay; speeds: readonly Speed[]; tell: (message: HostMessage) => void }

const STEP_MS = 10_000

const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

export const createControls = (bar: HTMLElement, { replay, speeds, tell }: Options) => {
  const { from, to } = replay
  let playing = false
  let at = from

  const play = document.createElement('button')
  play.type = 'button'
  const slider = document.createElement('input')
  slider.type = 'range'
  slider.min = '0'
  slider.max = String(Math.max(1, to - from))
  slider.step = '100'
  slider.setAttribute('aria-label', 'Time line')
  const time = document.createElement('output')
  const speed = document.createElement('select')
  speed.setAttribute('aria-label', 'Speed')
  for (const factor of speeds) {
    const option = new Option(`${factor}×`, String(factor), factor === 1, factor === 1)
    speed.append(option)
  }
  const skip = document.createElement('label')
  const box = document.createElement('input')
  box.type = 'checkbox'
  box.checked = true
  skip.append(box, ' Skip inactivity')
  const state = document.createElement('span')
  state.setAttribute('role', 'status')
  bar.append(play, slider, time, speed, skip, state)

  const draw = () => {
    play.textContent = playing ? 'Pause' : 'Play'
    slider.value = String(at - from)
    slider.setAttribute('aria-valuetext', clock(at - from))
    time.textContent = `${clock(at - from)} / ${clock(to - from)}`
  }
  const toggle = () => tell({ kind: playing ? 'pause' : 'play' })
  const seek = (moment: number) => tell({ kind: 'seek', at: Math.min(to, Math.max(from, moment)) })

  play.addEventListener('click', toggle)
  slider.addEventListener('input', () => seek(from + Number(slider.value)))
  speed.addEventListener('change', () => tell({ kind: 'speed', factor: Number(speed.value) as Speed }))
  box.addEventListener('change', () => tell({ kind: 'skip_inactivity', on: box.checked }))
  document.addEventListener('keydown', (event) => {
    if (event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === ' ') toggle()
    else if (event.key === 'ArrowRight') seek(at + STEP_MS)
    else if (event.key === 'ArrowLeft') seek(at - STEP_MS)
    else return
    event.preventDefault()
  })
  draw()

  return {
    hear: (message: FrameMessage) => {
      if (message.kind === 'time') {
        at = message.at
        playing = message.playing
        draw()
      }
      if (message.kind === 'rendered') document.body.dataset['shown'] = String(message.at - from)
      if (message.kind === 'problem') state.textContent = message.message
    },
  }
}
