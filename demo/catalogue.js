// The first page: all plants, by kind.
import { draw } from './drawings.js'
import { plants } from './plants.js'
import { addToCart, money, track } from './shop.js'

const list = document.querySelector('#plants')
const filters = document.querySelector('#kinds')

const card = (plant) => `<li class="card">
  <a href="product.html?plant=${plant.slug}" class="picture">${draw(plant)}</a>
  <div class="words">
    <div><h3><a href="product.html?plant=${plant.slug}">${plant.name}</a></h3><p class="latin">${plant.latin}</p></div>
    <div class="buy"><span class="price">${money(plant.price)}</span>
      <button class="small" data-add="${plant.slug}" aria-label="Add ${plant.name} to cart">Add</button></div>
  </div></li>`

const show = (kind) => {
  list.innerHTML = plants
    .filter((plant) => kind === 'All' || plant.kind === kind)
    .map(card)
    .join('')
  for (const button of filters.children) button.setAttribute('aria-pressed', button.textContent === kind)
}

filters.innerHTML = ['All', 'Ferns', 'Oaks', 'Leafy'].map((kind) => `<button>${kind}</button>`).join('')
filters.addEventListener('click', ({ target }) => {
  if (!target.matches('button')) return
  show(target.textContent)
  track('catalogue_filtered', { kind: target.textContent })
})
list.addEventListener('click', ({ target }) => {
  const slug = target.closest('[data-add]')?.dataset.add
  if (slug) addToCart(slug)
})

document.querySelector('#hero').innerHTML = draw(plants[1])
show('All')
