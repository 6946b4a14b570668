// The player's page, on an origin of its own that holds no login: what it shows is handed to it by the dashboard.
import { fitInto } from './fit.ts'
import { type FrameMessage, HELLO, PORT, PROTOCOL, readHostMessage } from './protocol.ts'
import { createSessionPlayer, type SessionPlayer } from './session/session-player.ts'

const sentence = document.getElementById('state')
const stage = document.getElementById('stage')
const isFramed = window.parent !== window

const connect = (port: MessagePort, place: HTMLElement) => {
  let player: SessionPlayer | undefined
  let viewport: { width: number; height: number } | undefined
  let rescale: (() => void) | undefined
  const send = (message: FrameMessage) => port.postMessage(message)

  new ResizeObserver(() => rescale?.()).observe(document.documentElement)

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = readHostMessage(data)
    if (!message) return
    if (message.kind === 'ping') send({ kind: 'pong', nonce: message.nonce })
    else if (message.kind === 'open') {
      player?.stop()
      player = createSessionPlayer(message.replay, message.options, {
        stage: place,
        send,
        resize: (size) => {
          viewport = size
          return fitInto(place, size)
        },
        now: () => performance.now(),
        onFrame: (work) => {
          const id = requestAnimationFrame(work)
          return () => cancelAnimationFrame(id)
        },
      })
      rescale = () => fitInto(place, viewport)
    } else if (message.kind === 'close') {
      player?.stop()
      port.close()
    } else player?.handle(message)
  }
  send({ kind: 'ready', protocol: PROTOCOL })
}

// Inside the dashboard the sentence would be wrong; there the frame waits, empty, for what it is to show.
if (sentence && isFramed) sentence.hidden = true

if (isFramed && stage) {
  const listen = (event: MessageEvent<unknown>) => {
    const [port] = event.ports
    if (event.source !== window.parent || event.data !== PORT || !port) return
    window.removeEventListener('message', listen)
    connect(port, stage)
  }
  window.addEventListener('message', listen)
  // Says nothing but that it is there; whoever frames this page may know.
  window.parent.postMessage(HELLO, '*')
}
