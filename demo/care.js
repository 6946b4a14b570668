// The care guide moves between its chapters without loading a page, as a single-page app does.
import { draw } from './drawings.js'
import { findPlant } from './plants.js'
import './shop.js'

const chapters = {
  light: {
    title: 'Light',
    plant: 'snake-plant',
    words: [
      'Hold your hand between the window and the leaf. A sharp shadow is sun, a soft one is bright, none at all is shade.',
      'Ferns like the soft one. Oaks want the sharp one and will sulk with less. Turn every pot a quarter on Sundays.',
    ],
  },
  water: {
    title: 'Water',
    plant: 'birds-nest-fern',
    words: [
      'Lift the pot. A light one is thirsty, a heavy one is not, and no calendar knows better.',
      'Use water that has stood for an hour. Pour until it runs out below, wait, and empty the saucer.',
    ],
  },
  soil: {
    title: 'Soil',
    plant: 'sessile-oak',
    words: [
      'Two parts of potting soil, one of bark, a handful of grit. It should fall apart when you open your fist.',
      'Repot in spring, one size up. A young oak goes straight into the ground, as deep as it stood before.',
    ],
  },
  trouble: {
    title: 'Trouble',
    plant: 'maidenhair-fern',
    words: [
      'Brown tips are dry air. Yellow leaves are wet feet. Holes are somebody’s dinner: look under the leaf.',
      'Cut what is lost, change one thing at a time, and give it two weeks before you worry again.',
    ],
  },
}

const view = document.querySelector('#chapter')
const links = document.querySelector('#chapters')

const current = () => {
  const asked = new URLSearchParams(location.search).get('chapter')
  return Object.hasOwn(chapters, asked) ? asked : 'light'
}

const show = () => {
  const name = current()
  const { title, plant, words } = chapters[name]
  document.title = `${title} · Care guide · Fern & Oak`
  view.innerHTML = `<div class="portrait">${draw(findPlant(plant))}</div>
    <div><h2>${title}</h2>${words.map((text) => `<p class="lead">${text}</p>`).join('')}</div>`
  for (const link of links.children) {
    if (link.dataset.chapter === name) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

links.innerHTML = Object.entries(chapters)
  .map(([name, { title }]) => `<a href="?chapter=${name}" data-chapter="${name}">${title}</a>`)
  .join('')
links.addEventListener('click', (event) => {
  const name = event.target.dataset?.chapter
  if (!name || event.metaKey || event.ctrlKey) return
  event.preventDefault()
  if (name === current()) return
  history.pushState({}, '', `?chapter=${name}`)
  show()
})
addEventListener('popstate', show)
show()
