// Replays events in this page up to their end, and tells what is then to be seen.
window.show = async (events) => {
  const root = document.body.appendChild(document.createElement('div'))
  // The virtual DOM keeps elements that were taken away and put back; a page does not, and nor does playing on.
  const replayer = new window.rrweb.Replayer(events, { root, useVirtualDom: false, showWarning: false })
  await new Promise((resolve) => setTimeout(resolve, 30))
  replayer.pause(events.at(-1).timestamp - events[0].timestamp + 1)
  await new Promise((resolve) => setTimeout(resolve, 60))
  const seen = see(replayer.iframe.contentDocument)
  seen.scroll = [replayer.iframe.contentWindow.scrollX, replayer.iframe.contentWindow.scrollY]
  replayer.destroy()
  root.remove()
  return seen
}

const rulesOf = (sheet) => [...sheet.cssRules].map(({ cssText }) => cssText)

const see = (node) => {
  if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.COMMENT_NODE) return node.data
  const seen = { name: node.nodeName, children: [...node.childNodes].filter(isOfPage).map(see) }
  if (node.nodeType === Node.DOCUMENT_NODE) seen.adopted = node.adoptedStyleSheets.map(rulesOf)
  if (node.nodeType !== Node.ELEMENT_NODE) return seen
  seen.attributes = Object.fromEntries([...node.attributes].map(readAttribute).filter(Boolean).sort())
  if ('value' in node) seen.value = node.value
  if ('checked' in node) seen.checked = node.checked
  if ('selected' in node) seen.selected = node.selected
  if (node.scrollTop || node.scrollLeft) seen.scroll = [node.scrollLeft, node.scrollTop]
  // The sheet says what the text means, however it was put together.
  if (node.localName === 'style') Object.assign(seen, { rules: rulesOf(node.sheet), children: [] })
  if (node.shadowRoot) {
    seen.shadow = [...node.shadowRoot.childNodes].map(see)
    seen.adopted = node.shadowRoot.adoptedStyleSheets.map(rulesOf)
  }
  if (node.localName === 'iframe' && node.contentDocument) {
    seen.content = see(node.contentDocument)
    seen.scroll = [node.contentWindow.scrollX, node.contentWindow.scrollY]
  }
  return seen
}

/** The player adds sheets of its own, and classes for hovering and pausing. */
const isOfPage = (node) => !(node.localName === 'style' && node.parentNode.localName === 'html')
const withoutMarks = (classes) =>
  classes
    .split(' ')
    .filter((name) => name !== ':hover' && name !== 'rrweb-paused')
    .join(' ')

const readAttribute = ({ name, value }) => {
  if (name === 'class') return withoutMarks(value) && [name, withoutMarks(value)]
  // No two single properties overlap: which was set first says nothing.
  if (name === 'style')
    return [
      name,
      value
        .split(';')
        .map((declaration) => declaration.trim())
        .sort(),
    ]
  return [name, value]
}
