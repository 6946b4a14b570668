// What the pages share where shop users meet: who they are, their token, the API, and who is there.
import { account, whenTracked } from './shop.js'

/** Where Playhead is, as the page's own tag says it. */
const playhead = new URL(document.querySelector('script[data-key]').src).origin

export const gardeners = async () => (await fetch('gardeners.json')).json()

/** What the shop's own server is asked; it knows who is signed in by a cookie that no script sees. */
export const askShop = async (path, body = {}) => {
  const answer = await fetch(`/demo-api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`The shop answered ${answer.status}.`)
  return answer.json()
}

let held

/** The user's token, from the shop's server, which alone has the secret key; good for an hour. */
export const userToken = async () => {
  if (!held || held.until < Date.now()) {
    const { token, expiresIn } = await askShop('token')
    held = { token, until: Date.now() + (expiresIn - 300) * 1_000 }
  }
  return held.token
}

export const askPlayhead = async (path, { body, key } = {}) => {
  const answer = await fetch(`${playhead}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${await userToken()}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': key ?? crypto.randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const said = await answer.json().catch(() => ({}))
  if (!answer.ok)
    throw Object.assign(new Error(said.detail ?? 'That did not work.'), { status: answer.status })
  return said
}

/** Tells how these users are, now and whenever it changes; the page's own presence is told by shop.js. */
export const watchUsers = (userIds, onUpdate, { onMessage, onStart = () => {} } = {}) =>
  whenTracked(({ presence }) => onStart(presence.start({ token: null, watch: userIds, onUpdate, onMessage })))

/** A round picture with initials, and the dot. */
export const portrait = (id, name) => {
  const picture = document.createElement('span')
  picture.className = 'face'
  picture.dataset.user = id
  picture.textContent = name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('')
    .toUpperCase()
  const dot = document.createElement('i')
  dot.className = 'dot'
  picture.append(dot)
  return picture
}

/** Only who is signed in at the shop's server may talk: an account that the browser alone keeps has no token. */
export const isMember = () => account()?.known === true
