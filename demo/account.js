// Signing up or in makes the visitor a member, and tells the tracker the shop's own id of that person.
import { gardeners, portrait } from './community.js'
import { account, closeAccount, openAccount, signIn, toast } from './shop.js'

const form = document.querySelector('form')
const welcome = document.querySelector('#welcome')
const others = document.querySelector('#gardeners')

const show = () => {
  const member = account()
  form.closest('.panel').hidden = Boolean(member)
  others.hidden = Boolean(member)
  welcome.hidden = !member
  if (member) welcome.querySelector('[data-name]').textContent = member.name
  for (const way of welcome.querySelectorAll('[data-known]')) way.hidden = !member?.known
}

const showGardeners = async () => {
  others.querySelector('ul').replaceChildren(
    ...(await gardeners()).map(({ id, name, bio }) => {
      const entry = document.createElement('li')
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'plain'
      button.dataset.signIn = id
      const words = document.createElement('span')
      words.className = 'grow'
      const [called, says] = [document.createElement('b'), document.createElement('small')]
      called.textContent = name
      says.textContent = bio
      words.append(called, says)
      button.append(portrait(id, name), words)
      button.addEventListener('click', async () => {
        button.disabled = true
        if (await signIn(id)) show()
        else toast('The shop’s server does not answer')
        button.disabled = false
      })
      entry.append(button)
      return entry
    }),
  )
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  await openAccount(new FormData(form).get('name'))
  form.reset()
  show()
})
welcome.querySelector('button').addEventListener('click', async () => {
  await closeAccount()
  show()
})
show()
showGardeners()
