// What happens in the page: each of these, then any of them again and again, from a seed.
const startChanging = (seed) => {
  let state = seed
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const at = (id) => document.getElementById(id)
  const any = (list) => list[random(list.length)]
  const word = () => any(['alpha', 'beta', 'gamma', 'delta', 'long enough to wrap around']) + random(100)
  const frame = () => at('frame')?.contentDocument
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name)
    made.textContent = text
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
    return made
  }
  const input = (field, value) => {
    field.value = value
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  const host = at('host').attachShadow({ mode: 'open' })
  host.innerHTML = '<style>b { color: red }</style><b>shadow</b><slot></slot>'
  const adopted = new CSSStyleSheet()
  adopted.replaceSync('.adopted { left: 1px }')

  const changes = [
    () => at('list').append(element('li', word())),
    () => at('list').insertBefore(element('li', word(), { class: 'on' }), any(at('list').children) ?? null),
    () => any(at('list').children)?.remove(),
    // The whole list in another order, all in one step.
    () => at('list').append(...[...at('list').children].sort(() => random(3) - 1)),
    () => at('list').replaceChildren(...Array.from({ length: 4 }, () => element('li', word()))),
    () => {
      const deep = element('li', '')
      deep.innerHTML = `<div class="card"><span>${word()}</span><!-- note --><em><i>${word()}</i></em></div>`
      at('list').prepend(deep)
    },
    () => {
      at('text').firstChild.data = word()
    },
    () => at('text').normalize(),
    () => at('text').append(document.createTextNode(word())),
    () => {
      at('title').innerHTML = `<span>${word()}</span> ${word()}`
    },
    () => input(at('name'), word()),
    () => at('name').setAttribute('value', word()),
    () => input(at('note'), word()),
    () => {
      at('note').textContent = word()
    },
    () => at('agree').click(),
    () => any(document.querySelectorAll('[type=radio]')).click(),
    () => {
      at('colour').selectedIndex = random(3)
      at('colour').dispatchEvent(new Event('input', { bubbles: true }))
    },
    () => at('form').append(at('name')),
    () =>
      at('styled').style.setProperty(
        any(['margin-top', 'color', 'width']),
        any(['3px', 'red', '']),
        any(['', 'important']),
      ),
    () => at('styled').style.removeProperty(any(['margin-left', 'color'])),
    () =>
      at('styled').setAttribute(
        'style',
        `margin: ${random(9)}px; border: 1px solid; color: blue; padding: 2px 3px`,
      ),
    () => at('styled').classList.toggle('on'),
    () => at('styled').toggleAttribute('hidden'),
    () => at('scroller').scrollTo(random(200), random(700)),
    () => window.scrollTo(0, random(900)),
    () =>
      at('dynamic').sheet.insertRule(
        `.r${random(9)} { top: ${random(9)}px }`,
        random(at('dynamic').sheet.cssRules.length + 1),
      ),
    () => at('dynamic').sheet.cssRules.length > 0 && at('dynamic').sheet.deleteRule(0),
    () => at('sheet').sheet.cssRules[0].style.setProperty('top', `${random(90)}px`),
    () => at('sheet').sheet.cssRules[2].insertRule(`.n${random(9)} { top: 0px }`, 0),
    () => at('dynamic').append(document.createTextNode(`.t${random(9)} { right: ${random(9)}px }`)),
    () => {
      document.adoptedStyleSheets = random(2) ? [adopted] : []
    },
    () => adopted.insertRule(`.a${random(9)} { top: 2px }`, 0),
    () => {
      host.querySelector('b').textContent = word()
    },
    () => host.append(element('b', word())),
    () => at('host').append(element('i', word())),
    () => {
      const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle')
      circle.setAttribute('r', String(random(9)))
      at('group').prepend(circle)
    },
    () => at('group').firstChild?.setAttribute('cx', String(random(80))),
    () => frame()?.getElementById('inner-list')?.append(element('li', word())),
    () => {
      const inner = frame()?.getElementById('inner')
      if (inner) inner.textContent = word()
    },
    () => frame()?.getElementById('field') && input(frame().getElementById('field'), word()),
    () => frame()?.defaultView?.scrollTo(0, random(400)),
  ]
  // Each once, then any.
  let next = 0
  return () => (next < changes.length ? changes[next++] : any(changes))()
}

window.changePage = async (seed, steps) => {
  const change = startChanging(seed)
  for (let step = 0; step < steps; step++) {
    change()
    await new Promise((resolve) => setTimeout(resolve, 6))
  }
  // Scrolling and fields are told with a delay.
  await new Promise((resolve) => setTimeout(resolve, 300))
}
