// What is to be seen of a document, told alike of a page and of its replay.
const OF_NOBODY = new Set(['SCRIPT', 'NOSCRIPT', 'META', 'TITLE', 'BASE', 'TEMPLATE'])

const isSeen = (node) => {
  if (node.nodeType === 8 || OF_NOBODY.has(node.nodeName)) return false
  if (node.nodeName === 'LINK') return node.sheet !== null && node.rel === 'stylesheet'
  // The player has sheets of its own.
  if (node.nodeName === 'STYLE' && node.parentNode.nodeName === 'HTML') return false
  return !(node.nodeType === 3 && /^(HEAD|HTML)$/.test(node.parentNode.nodeName))
}

/** The player hovers by a class. */
const rules = (sheet) => [...sheet.cssRules].map(({ cssText }) => cssText.replace(/, [^,{]*\\:hover/g, ''))

const attribute = ({ name, value }) => {
  // Addresses are told in full; the player turns completion off, and what loads is not loaded in a replay.
  if (
    /^(src|href|srcset|action|poster|background|xlink:href|srcdoc|autofocus|autocomplete|nonce|on\w+)$/.test(
      name,
    )
  )
    return []
  if (name.startsWith('rr_')) return []
  if (name === 'class') {
    const names = value.split(/\s+/).filter((one) => one && one !== ':hover' && one !== 'rrweb-paused')
    return names.length ? [[name, names.join(' ')]] : []
  }
  if (name === 'style') {
    const own = document.createElement('i')
    own.setAttribute('style', value)
    const all = [...own.style].map(
      (one) => `${one}:${own.style.getPropertyValue(one)}${own.style.getPropertyPriority(one)}`,
    )
    return all.length ? [[name, all.sort().join(';')]] : []
  }
  // What is entered counts, below.
  if (/^(value|checked|selected)$/.test(name)) return []
  return [[name, value]]
}

window.see = (node) => {
  if (node.nodeType === 3) return node.data
  // In a replay it has become a style element.
  if (node.nodeName === 'LINK')
    return { name: 'STYLE', children: [], attributes: {}, rules: rules(node.sheet) }
  const seen = { name: node.nodeName, children: [...node.childNodes].filter(isSeen).map(window.see) }
  if (node.nodeType === 9) {
    const { defaultView } = node
    seen.adopted = [...node.adoptedStyleSheets].map(rules)
    seen.scroll = [Math.round(defaultView.scrollX), Math.round(defaultView.scrollY)]
  }
  if (node.nodeType !== 1) return seen
  seen.attributes = Object.fromEntries([...node.attributes].flatMap(attribute).sort())
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(node.nodeName)) {
    seen.value = node.value
    if (/^(radio|checkbox)$/.test(node.type)) seen.checked = node.checked
    seen.children = []
  }
  if (node.scrollTop || node.scrollLeft)
    seen.scroll = [Math.round(node.scrollLeft), Math.round(node.scrollTop)]
  if (node.localName === 'style')
    Object.assign(seen, { rules: node.sheet ? rules(node.sheet) : [], children: [] })
  if (node.shadowRoot) {
    seen.shadow = [...node.shadowRoot.childNodes].filter(isSeen).map(window.see)
    seen.adopted = [...node.shadowRoot.adoptedStyleSheets].map(rules)
  }
  if (node.localName === 'iframe' && node.contentDocument) seen.content = window.see(node.contentDocument)
  return seen
}

window.wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Until nothing is recorded any more. */
window.quiet = async () => {
  for (let last = -1, same = 0; same < 6; ) {
    await window.wait(60)
    const now = window.recorder.pieces().length
    same = now === last ? same + 1 : 0
    last = now
  }
}

let root
let shown
window.show = async (events) => {
  root?.remove()
  root = document.body.appendChild(document.createElement('div'))
  const replayer = new window.rrweb.Replayer(events, {
    root,
    useVirtualDom: false,
    showWarning: true,
    mouseTail: false,
  })
  await window.wait(30)
  replayer.pause(events.at(-1).timestamp - events[0].timestamp + 1)
  shown = replayer
  return window.lookAgain()
}

window.lookAgain = async () => {
  await window.wait(60)
  return window.see(shown.iframe.contentDocument)
}

const pointsOf = async (base64) => {
  const image = new Image()
  image.src = `data:image/png;base64,${base64}`
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, image.width, image.height).data
}

window.difference = async (one, other) => {
  const [a, b] = await Promise.all([pointsOf(one), pointsOf(other)])
  if (a.length !== b.length) return 1
  let differing = 0
  for (let at = 0; at < a.length; at += 4) {
    if (
      Math.max(Math.abs(a[at] - b[at]), Math.abs(a[at + 1] - b[at + 1]), Math.abs(a[at + 2] - b[at + 2])) > 32
    )
      differing++
  }
  return differing / (a.length / 4)
}
