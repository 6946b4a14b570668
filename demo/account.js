// Signing up makes the visitor a member, and tells the tracker the shop's own id of that person.
import { account, closeAccount, openAccount } from './shop.js'

const form = document.querySelector('form')
const welcome = document.querySelector('#welcome')

const show = () => {
  const member = account()
  form.closest('.panel').hidden = Boolean(member)
  welcome.hidden = !member
  if (member) welcome.querySelector('[data-name]').textContent = member.name
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  openAccount(new FormData(form).get('name'))
  form.reset()
  show()
})
welcome.querySelector('button').addEventListener('click', () => {
  closeAccount()
  show()
})
show()
