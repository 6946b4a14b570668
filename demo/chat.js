// Two users of the shop talk to each other, and each sees whether the other is there.
import { askPlayhead, gardeners, isMember, portrait, watchUsers } from './community.js'
import { ago, presenceWords } from './presence-words.js'
import { account, activity, toast } from './shop.js'

/**
 * Milliseconds between two looks for messages that no socket brought, where a network lets none through, and between
 * two looks at the clock.
 */
const LOOK_MS = 30_000
const CLOCK_MS = 10_000

const list = document.querySelector('#people')
const head = document.querySelector('#other')
const messages = document.querySelector('#messages')
const composer = document.querySelector('#composer')

const known = new Map()
const last = new Map()
let people = []
let other
let conversationId
let shownIds = ''
let watching

const element = (tag, className, text) => {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

const stateOf = (id) => known.get(id) ?? { status: 'offline' }

/** Dots and words of everybody, wherever they stand on the page. */
const showPresence = () => {
  for (const face of document.querySelectorAll('.face'))
    face.dataset.status = stateOf(face.dataset.user).status
  for (const words of document.querySelectorAll('[data-words]'))
    words.textContent = presenceWords(stateOf(words.dataset.words))
  for (const time of messages.querySelectorAll('time')) time.textContent = ago(time.dateTime)
}

const presenceLine = (id) => {
  const words = element('small')
  words.dataset.words = id
  return words
}

const showPeople = () => {
  list.replaceChildren(
    ...people.map(({ id, name }) => {
      const entry = element('li')
      const link = element('a')
      link.href = `chat.html?with=${encodeURIComponent(id)}`
      link.dataset.person = id
      if (id === other?.id) link.setAttribute('aria-current', 'true')
      const words = element('span', 'grow')
      words.append(element('b', '', name), presenceLine(id))
      const said = last.get(id)
      if (said) {
        const line = element('small', 'said', said.text)
        line.setAttribute('data-tracker-mask', '')
        words.append(line)
      }
      link.append(portrait(id, name), words)
      entry.append(link)
      return entry
    }),
  )
  showPresence()
}

const showOther = () => {
  const name = element('a', '', other.name)
  name.href = `profile.html?user=${encodeURIComponent(other.id)}`
  const words = element('div', 'grow')
  words.append(name, presenceLine(other.id))
  head.replaceChildren(portrait(other.id, other.name), words)
  showPresence()
}

const showMessages = (told) => {
  const ids = told.map(({ messageId }) => messageId).join()
  if (ids === shownIds && messages.children.length > 0) return
  shownIds = ids
  if (told.length === 0) messages.replaceChildren(element('li', 'quiet', `Say hello to ${other.name}.`))
  else
    messages.replaceChildren(
      ...told.toReversed().map(({ senderId, text, sentAt }) => {
        const line = element('li', String(senderId) === account().id ? 'mine' : '')
        const when = element('time', '', ago(sentAt))
        when.dateTime = sentAt
        line.append(element('p', '', text), when)
        return line
      }),
    )
  messages.scrollTop = messages.scrollHeight
}

const readTalk = async () => {
  const asked = conversationId
  if (!asked) return
  const { data } = await askPlayhead(`/conversations/${asked}`)
  if (asked !== conversationId) return
  showMessages(data.messages)
}

const readList = async () => {
  const { data } = await askPlayhead('/conversations')
  for (const { otherUser, lastMessage } of data) {
    if (otherUser?.userId == null || !lastMessage) continue
    const id = String(otherUser.userId)
    last.set(id, lastMessage)
    // Somebody who joined, and wrote first.
    if (people.some((person) => person.id === id)) continue
    people.push({ id, name: otherUser.username ?? id })
    watching?.watch([id])
  }
  showPeople()
}

/** Offline for a moment: the next look finds what this one missed. */
// A look that fails leaves on the page what is there: the next one, or the socket, brings it.
const look = () => Promise.all([readTalk(), readList()]).catch(() => {})

/** Looks again as long as somebody looks at the page. */
const lookAgain = () => {
  setTimeout(async () => {
    if (!document.hidden) await look()
    lookAgain()
  }, LOOK_MS)
}

const talkTo = async (person) => {
  other = person
  showOther()
  const { data } = await askPlayhead('/conversations', { body: { participants: [person.id] } })
  conversationId = data.conversationId
  composer.querySelector('button').disabled = false
  await readTalk()
}

composer.addEventListener('submit', async (event) => {
  event.preventDefault()
  const field = composer.elements.text
  const text = field.value.trim()
  if (!text || !conversationId) return
  composer.querySelector('button').disabled = true
  try {
    await askPlayhead(`/conversations/${conversationId}/messages`, { body: { text } })
    activity('message_sent', { targetType: 'conversation', targetId: conversationId })
    field.value = ''
    await readTalk()
  } catch (error) {
    // What was written stays in the field.
    toast(error.message)
  } finally {
    composer.querySelector('button').disabled = false
    field.focus()
  }
})

const open = async () => {
  const me = account()
  const wanted = new URLSearchParams(location.search).get('with')
  const all = await gardeners()
  const guest = wanted && !all.some(({ id }) => id === wanted) ? [{ id: wanted, name: wanted }] : []
  people = [...all, ...guest].filter(({ id }) => id !== me.id)
  const person = people.find(({ id }) => id === wanted) ?? people[0]
  watchUsers(
    people.map(({ id }) => id),
    (update) => {
      known.set(update.userId, update)
      showPresence()
    },
    {
      onMessage: look,
      onStart: (handle) => {
        watching = handle
      },
    },
  )
  setInterval(showPresence, CLOCK_MS)
  try {
    await talkTo(person)
    await readList()
  } catch (error) {
    toast(error.message)
  }
  lookAgain()
  // What was said while the page lay asleep.
  document.addEventListener('visibilitychange', () => document.hidden || look())
}

document.querySelector('#chat').hidden = !isMember()
document.querySelector('#stranger').hidden = isMember()
if (isMember()) open()
