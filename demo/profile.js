// A gardener's profile: what they say of themselves, whether they are there, and when they logged in last.
import { askPlayhead, gardeners, isMember, portrait, watchUsers } from './community.js'
import { ago, presenceWords } from './presence-words.js'
import { account, toast } from './shop.js'

/** Milliseconds between two looks at the clock: "1m ago" must not stand still. */
const CLOCK_MS = 10_000

const profile = document.querySelector('#profile')
const at = (name) => profile.querySelector(`[data-${name}]`)

let state = { status: 'offline' }
let lastLoginAt

const showTimes = () => {
  at('presence').textContent = presenceWords(state)
  const face = profile.querySelector('.face')
  if (face) face.dataset.status = state.status
  at('last-login').textContent = lastLoginAt ? `Last login: ${ago(lastLoginAt)}` : 'Last login: never'
}

const show = (user, name) => {
  document.title = `${name} · Fern & Oak`
  at('face').replaceChildren(portrait(String(user.id), name))
  at('name').textContent = name
  at('username').textContent = `@${user.username ?? user.id}`
  at('bio').textContent = user.bio ?? ''
  at('followers').textContent = user.followersCount.toLocaleString()
  at('following').textContent = user.followingCount.toLocaleString()
  const isMe = String(user.id) === account().id
  at('message').hidden = isMe
  at('message').href = `chat.html?with=${encodeURIComponent(user.id)}`
  lastLoginAt = user.lastLoginAt
  state = { status: user.isOnline ? 'online' : 'offline', lastSeen: user.lastSeen }
  profile.hidden = false
  showTimes()
}

const open = async () => {
  const wanted = new URLSearchParams(location.search).get('user') ?? account().id
  try {
    const { data } = await askPlayhead(`/users/${encodeURIComponent(wanted)}?by=id`)
    const name = (await gardeners()).find(({ id }) => id === wanted)?.name
    show(data, name ?? (wanted === account().id ? account().name : (data.username ?? wanted)))
    watchUsers([String(data.id)], (update) => {
      // Who comes may have logged in just now.
      if (state.status === 'offline' && update.status !== 'offline')
        askPlayhead(`/users/${encodeURIComponent(wanted)}?by=id`).then(
          (answer) => {
            lastLoginAt = answer.data.lastLoginAt
            showTimes()
          },
          () => {},
        )
      state = update
      showTimes()
    })
    setInterval(showTimes, CLOCK_MS)
  } catch (error) {
    if (error.status === 404) document.querySelector('#missing').hidden = false
    else toast(error.message)
  }
}

document.querySelector('#stranger').hidden = isMember()
if (isMember()) open()
