// The plant doctor fails on purpose, so that errors can be seen arriving.
import { track } from './shop.js'

const answer = document.querySelector('#answer')

document.querySelector('#diagnose').addEventListener('click', () => {
  answer.textContent = 'The doctor dropped the microscope: an error was thrown.'
  const patient = undefined
  patient.leaves.count()
})

document.querySelector('#laboratory').addEventListener('click', () => {
  answer.textContent = 'The laboratory did not answer: a promise was rejected.'
  Promise.reject(new Error('The laboratory closed at five'))
})

document.querySelector('#advice').addEventListener('click', () => {
  answer.textContent = 'Less water, more light, and talk to it.'
  track('advice_given')
})
