// A user's device that can be killed: it connects, pings as often as it said, and says what it gets.
import WebSocket from 'ws'

const [url, ticket, pingSeconds] = process.argv.slice(2)
const socket = new WebSocket(url, ['playhead.v1', ticket])
socket.on('open', () => {
  process.send?.('open')
  setInterval(() => socket.send('{"event":"ping"}'), Number(pingSeconds) * 1_000)
})
socket.on('close', () => process.exit())
