// The cart: how many of what, and the sum.
import { draw } from './drawings.js'
import { cartLines, cartTotal, money, putInCart, track } from './shop.js'

const view = document.querySelector('#cart')

const line = ({ plant, count }) => `<li class="line">
  <a class="thumb" href="product.html?plant=${plant.slug}">${draw(plant)}</a>
  <div class="grow"><h3><a href="product.html?plant=${plant.slug}">${plant.name}</a></h3><p class="quiet">${money(plant.price)} each</p></div>
  <div class="steps" data-slug="${plant.slug}" data-count="${count}">
    <button aria-label="One ${plant.name} less" data-by="-1">−</button><span>${count}</span><button aria-label="One ${plant.name} more" data-by="1">+</button>
  </div>
  <strong class="sum">${money(plant.price * count)}</strong></li>`

const show = () => {
  const lines = cartLines()
  view.innerHTML = lines.length
    ? `<ul class="lines">${lines.map(line).join('')}</ul>
       <div class="total"><p>Total <strong>${money(cartTotal())}</strong></p><p class="quiet">Delivery is free. So is everything else here.</p>
       <a class="button" href="checkout.html">Go to checkout</a></div>`
    : `<div class="empty"><p>Your cart is empty, which is a pity.</p><a class="button" href="index.html">See the plants</a></div>`
}

view.addEventListener('click', ({ target }) => {
  const by = Number(target.dataset?.by)
  if (!by) return
  const { slug, count } = target.parentElement.dataset
  putInCart(slug, Number(count) + by)
  track('cart_changed', { plant: slug, count: Number(count) + by })
  show()
})
show()
