// What every page of the shop shares: header, footer, the cart, and a word to the tracker.
import { findPlant } from './plants.js'

const CART = 'fern_and_oak_cart'
const ACCOUNT = 'fern_and_oak_account'

const recall = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** Works before and after the tracker has loaded, and without it. */
const tell = (...call) => {
  window.UserTracker ??= { q: [] }
  window.UserTracker.q.push(call)
}

export const track = (name, props = {}) => tell('track', name, props)

/** What a member of the shop did, for the log of activities. */
export const activity = (action, more = {}) => tell('activity', action, more)

/** For what answers: the script comes when the page has time, or never, where it is blocked. */
export const whenTracked = (act) => {
  if (window.UserTracker?.presence?.start) act(window.UserTracker)
  else
    document
      .querySelector('script[data-key]')
      .addEventListener('load', () => act(window.UserTracker), { once: true })
}

export const money = (amount) => `€${amount.toFixed(2)}`

export const cartLines = () =>
  Object.entries(recall(CART) ?? {})
    .map(([slug, count]) => ({ plant: findPlant(slug), count }))
    .filter(({ plant }) => plant)

export const cartTotal = () => cartLines().reduce((sum, { plant, count }) => sum + plant.price * count, 0)

export const putInCart = (slug, count) => {
  const cart = recall(CART) ?? {}
  if (count > 0) cart[slug] = count
  else delete cart[slug]
  localStorage.setItem(CART, JSON.stringify(cart))
  showCount()
}

export const addToCart = (slug) => {
  putInCart(slug, (recall(CART)?.[slug] ?? 0) + 1)
  const { name, price } = findPlant(slug)
  track('add_to_cart', { plant: slug, price })
  toast(`${name} is in your cart`)
}

export const emptyCart = () => {
  localStorage.removeItem(CART)
  showCount()
}

export const account = () => recall(ACCOUNT)

/** `known`: to the shop's server as well, which then vouches for them; else the account is a note in this browser. */
const keepAccount = (opened) => {
  localStorage.setItem(ACCOUNT, JSON.stringify(opened))
  tell('identify', opened.id)
  tellPresence()
  document.querySelector('shop-header')?.connectedCallback()
  return opened
}

const askShop = async (path, body) => {
  const answer = await fetch(`/demo-api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined)
  return answer?.ok ? answer.json() : undefined
}

export const openAccount = async (name) => {
  const joined = await askShop('sign-in', { name })
  const opened = keepAccount(
    joined
      ? { ...joined, known: true }
      : // The shop's own id: an e-mail address is nothing to name a person by.
        { id: `member-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`, name },
  )
  track('signup_completed')
  return opened
}

export const signIn = async (id) => {
  const known = await askShop('sign-in', { id })
  return known && keepAccount({ ...known, known: true })
}

export const closeAccount = async () => {
  presence?.stop()
  presence = undefined
  const { known } = account() ?? {}
  localStorage.removeItem(ACCOUNT)
  document.querySelector('shop-header')?.connectedCallback()
  if (known) await askShop('sign-out', {})
}

let presence

/** On every page: a member who looks at plants is there, too. */
const tellPresence = () => {
  if (!account()?.known || presence) return
  whenTracked((tracker) => {
    presence = tracker.presence.start({ token: async () => (await askShop('token', {}))?.token })
  })
}

export const toast = (text) => {
  const note = document.createElement('div')
  note.className = 'toast'
  note.role = 'status'
  note.textContent = text
  document.querySelector('.toast')?.remove()
  document.body.append(note)
  setTimeout(() => note.remove(), 2_600)
}

const showCount = () => {
  const count = cartLines().reduce((sum, line) => sum + line.count, 0)
  const badge = document.querySelector('#cart-count')
  if (!badge) return
  badge.textContent = count
  badge.hidden = count === 0
}

const PAGES = [
  ['index.html', 'Plants'],
  ['care.html', 'Care guide'],
  ['doctor.html', 'Plant doctor'],
  ['chat.html', 'Chat'],
]

const MARK = `<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 29V9" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M16 20C8 20 5 14 5 8c7 0 11 4 11 12Z" fill="var(--leaf)"/><path d="M16 15c0-7 4-11 11-12 0 7-3 12-11 12Z" fill="var(--clay)"/></svg>`

class ShopHeader extends HTMLElement {
  connectedCallback() {
    const here = location.pathname.split('/').pop() || 'index.html'
    const links = PAGES.map(
      ([href, text]) => `<a href="${href}"${href === here ? ' aria-current="page"' : ''}>${text}</a>`,
    ).join('')
    this.innerHTML = `<div class="bar">
      <a class="brand" href="index.html">${MARK}<span>Fern <i>&amp;</i> Oak</span></a>
      <nav aria-label="Shop">${links}</nav>
      <div class="side">
        <a href="account.html">${account() ? 'Account' : 'Sign in'}</a>
        <a class="cart" href="cart.html">Cart <b id="cart-count" hidden>0</b></a>
      </div>
    </div>`
    showCount()
  }
}

class ShopFooter extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `<div class="bar">
      <p><strong>Fern &amp; Oak</strong><br>A made-up nursery. It sells nothing and ships nowhere: it is here so that Playhead has something to watch.</p>
      <p><a href="care.html">Care guide</a> · <a href="doctor.html">Plant doctor</a> · <a href="chat.html">Chat</a> · <a href="account.html">Account</a></p>
    </div>`
  }
}

customElements.define('shop-header', ShopHeader)
customElements.define('shop-footer', ShopFooter)
const member = account()
if (member) tell('identify', member.id)
tellPresence()
