// Rebuilds a recording as somebody would who trusts it: the control that shows that the canary notices.
window.rebuildNaively = (lines) => {
  const events = lines.flatMap((line) => JSON.parse(line).events ?? [])
  const nodes = new Map()
  const make = (json, owner) => {
    let node
    if (json.type === 3) node = owner.createTextNode(json.textContent)
    else if (json.type === 2) {
      node = json.isSVG
        ? owner.createElementNS('http://www.w3.org/2000/svg', json.tagName)
        : owner.createElement(json.attributes._cssText && json.tagName === 'link' ? 'style' : json.tagName)
      for (const [name, value] of Object.entries(json.attributes))
        if (name === '_cssText') node.textContent = value
        else node.setAttribute(name, value)
      for (const child of json.childNodes ?? []) {
        const made = make(child, owner)
        if (made) node.append(made)
      }
    }
    if (node) nodes.set(json.id, node)
    return node
  }
  for (const { type, data } of events) {
    if (type === 2) {
      const root = make(
        data.node.childNodes.find((child) => child.type === 2),
        document,
      )
      document.documentElement.replaceWith(root)
    }
    if (type !== 3) continue
    for (const { parentId, node } of data.adds ?? []) {
      const parent = nodes.get(parentId)
      const made = node && parent ? make(node, document) : undefined
      if (made) parent.append(made)
    }
    for (const { id, attributes } of data.attributes ?? [])
      for (const [name, value] of Object.entries(attributes))
        if (typeof value === 'string') nodes.get(id)?.setAttribute(name, value)
    for (const { rule } of data.source === 8 ? (data.adds ?? []) : [])
      try {
        nodes.get(data.id)?.sheet.insertRule(rule)
      } catch {
        // Refused.
      }
  }
}
