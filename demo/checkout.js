// The checkout: a form with everything that must never be recorded.
import { cartLines, cartTotal, emptyCart, money, track } from './shop.js'

const form = document.querySelector('form')
const lines = cartLines()

document.querySelector('#order').innerHTML = lines.length
  ? `${lines.map(({ plant, count }) => `<p><span>${count} × ${plant.name}</span><span>${money(plant.price * count)}</span></p>`).join('')}<p class="whole"><span>Total</span><strong>${money(cartTotal())}</strong></p>`
  : '<p>Nothing in the cart yet, but the form works all the same.</p>'

track('checkout_started', { total: cartTotal(), lines: lines.length })
form.addEventListener('submit', (event) => {
  event.preventDefault()
  track('order_placed', { total: cartTotal(), lines: lines.length })
  emptyCart()
  document.querySelector('main').innerHTML = `<section class="empty"><h1>Thank you</h1>
    <p>Your order is on its way to nowhere: this shop is a demonstration.</p><a class="button" href="index.html">Back to the plants</a></section>`
})
