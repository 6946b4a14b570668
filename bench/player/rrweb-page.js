// Plays with rrweb's own player: given everything, as its users do, or a segment at a time, without its virtual document.
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))

let root
let replayer
const begin = (events, options) => {
  const before = root
  root = document.body.appendChild(document.createElement('div'))
  replayer?.destroy()
  before?.remove()
  replayer = new window.rrweb.Replayer(events, { root, showWarning: false, mouseTail: false, ...options })
}

const unpacked = async (address) => {
  const response = await fetch(address)
  const stream = response.body.pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).text()
}

let first = 0
window.wholeOpen = async (at) => {
  const begun = performance.now()
  const events = JSON.parse(await unpacked('/segments/whole'))
  first = events[0].timestamp
  begin(events, {})
  replayer.pause(at - first)
  await painted()
  return performance.now() - begun
}

window.wholeSeek = async (at) => {
  const begun = performance.now()
  replayer.pause(at - first)
  await painted()
  return performance.now() - begun
}

window.segmentSeek = async (at, name) => {
  const begun = performance.now()
  const [head, ...lines] = (await unpacked(`/segments/${name}`)).split('\n')
  const events = [...JSON.parse(head).snapshot, ...lines.flatMap((line) => JSON.parse(line).events)]
  begin(events, { useVirtualDom: false })
  replayer.pause(at - events[0].timestamp)
  await painted()
  return performance.now() - begun
}
