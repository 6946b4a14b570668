// One plant, by its name in the address.
import { draw } from './drawings.js'
import { findPlant, plants } from './plants.js'
import { addToCart, money } from './shop.js'

const plant = findPlant(new URLSearchParams(location.search).get('plant')) ?? plants[0]
const others = plants
  .filter(({ slug }) => slug !== plant.slug)
  .sort((a, b) => (b.kind === plant.kind) - (a.kind === plant.kind))
  .slice(0, 4)

document.title = `${plant.name} · Fern & Oak`
document.querySelector('#product').innerHTML = `
  <div class="portrait">${draw(plant)}</div>
  <div class="about">
    <p class="kicker"><a href="index.html">Plants</a> / ${plant.kind}</p>
    <h1>${plant.name}</h1>
    <p class="latin">${plant.latin}</p>
    <p class="lead">${plant.words}</p>
    <dl class="facts">
      <div><dt>Light</dt><dd>${plant.light}</dd></div>
      <div><dt>Water</dt><dd>${plant.water}</dd></div>
      <div><dt>Size</dt><dd>${plant.size}</dd></div>
    </dl>
    <div class="buy"><span class="price">${money(plant.price)}</span><button id="add">Add to cart</button></div>
    <p class="quiet">Potted and on its way within two days. If it arrives sad, we send another.</p>
  </div>`
document.querySelector('#add').addEventListener('click', () => addToCart(plant.slug))
document.querySelector('#others').innerHTML = others
  .map(
    (other) => `<li class="card"><a class="picture" href="product.html?plant=${other.slug}">${draw(other)}</a>
    <div class="words"><h3><a href="product.html?plant=${other.slug}">${other.name}</a></h3><span class="price">${money(other.price)}</span></div></li>`,
  )
  .join('')
