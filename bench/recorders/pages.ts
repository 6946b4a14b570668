// The four pages that recorders are measured on. Each does the same work every time it is opened: `work()` runs it.

const page = (title: string, style: string, body: string, script: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>body{font:13px sans-serif}${style}</style>
<script>
  let seed = 7
  const random = (below) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 2 ** 32 * below) }
  const every = (ms, times, act) => new Promise((done) => { let turn = 0; const timer = setInterval(() => { act(turn++); if (turn === times) { clearInterval(timer); done() } }, ms) })
</script></head><body>${body}<script>${script}</script><script async src="/contender.js"></script></body></html>`

const TABLE = page(
  'Table',
  'td{border:1px solid #ccc;padding:1px 4px}.up{color:green}.down{color:#b00}',
  '<table><tbody id="rows"></tbody></table>',
  `
  const body = document.getElementById('rows')
  let data = Array.from({ length: 5000 }, (_, id) => ({ id, name: 'Fern ' + id, price: random(1000), stock: random(90) }))
  const cells = ({ id, name, price, stock }) => '<td><a href="/item/' + id + '">' + name + '</a></td><td>' + price + '</td><td class="' + (stock > 40 ? 'up' : 'down') + '">' + stock + '</td><td>row ' + id + '</td>'
  const render = () => { body.innerHTML = data.map((item) => '<tr data-id="' + item.id + '">' + cells(item) + '</tr>').join('') }
  render()
  window.work = () => every(700, 8, (turn) => {
    if (turn % 4 === 1) return body.append(...body.children)
    if (turn % 4 === 3) { data = data.slice().sort((a, b) => turn > 4 ? b.price - a.price : a.stock - b.stock) }
    else data = data.map((item) => random(20) ? item : { ...item, price: random(1000), stock: random(90) })
    render()
  })`,
)

const FEED = page(
  'Feed',
  'article{border:1px solid #ddd;margin:4px;padding:4px}.new{background:#ffd}.bar{height:4px;background:teal}',
  '<h1>Feed</h1><div id="bars"></div><main id="feed"></main>',
  `
  const feed = document.getElementById('feed')
  const bars = Array.from({ length: 20 }, () => document.getElementById('bars').appendChild(Object.assign(document.createElement('div'), { className: 'bar' })))
  let next = 0
  const post = () => { const id = next++; const made = document.createElement('article'); made.className = 'new'; made.innerHTML = '<header><b>Person ' + id % 50 + '</b> <time>' + id + ' s</time></header><p>Words of post ' + id + ', some of them <em>marked</em>.</p><footer><button data-id="' + id + '">Like <span>0</span></button> <button>Share</button> <a href="/post/' + id + '">Open</a></footer>'; return made }
  for (let i = 0; i < 100; i++) feed.append(post())
  window.work = async () => {
    let running = true
    const draw = () => { for (const bar of bars) bar.style.width = random(100) + '%'; if (running) requestAnimationFrame(draw) }
    draw()
    await every(100, 55, () => {
      for (let i = 0; i < 6; i++) { feed.prepend(post()); feed.lastElementChild.remove() }
      for (let i = 0; i < 25; i++) { const count = feed.children[random(100)].querySelector('span'); count.textContent = Number(count.textContent) + 1 }
      for (let i = 0; i < 25; i++) feed.children[random(100)].classList.toggle('new')
    })
    running = false
  }`,
)

const FORM = page(
  'Form',
  'label{display:block;margin:3px}.error{color:#b00}input.bad{border-color:#b00}',
  '<h1>Form</h1><form id="form"></form>',
  `
  const form = document.getElementById('form')
  form.innerHTML = Array.from({ length: 300 }, (_, i) => '<label for="f' + i + '">Question ' + i + (i % 7 === 3 ? '<select id="f' + i + '"><option>one</option><option>two</option><option>three</option></select>' : i % 7 === 5 ? '<input type="checkbox" id="f' + i + '">' : i % 11 === 4 ? '<textarea id="f' + i + '"></textarea>' : '<input id="f' + i + '" name="q' + i + '">') + '</label><p class="error" hidden>Please answer ' + i + '</p>').join('')
  window.work = () => every(20, 270, (turn) => {
    const field = document.getElementById('f' + Math.floor(turn / 2))
    if (field.type === 'checkbox') field.click()
    else {
      field.value = field.nodeName === 'SELECT' ? 'two' : 'answer ' + turn
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
    field.classList.toggle('bad')
    const error = document.querySelectorAll('.error')[Math.floor(turn / 2)]
    error.hidden = !error.hidden
  })`,
)

const APP = page(
  'App',
  'nav a{margin:6px}.card{border:1px solid #bbb;padding:6px;margin:4px}.grid{display:grid;grid-template-columns:repeat(4,1fr)}',
  '<nav><a href="/a">A</a><a href="/b">B</a><a href="/c">C</a></nav><main id="app"></main>',
  `
  const app = document.getElementById('app')
  const card = (view, i) => '<section class="card" data-view="' + view + '"><h2>Card ' + i + '</h2><p>Text of <b>card ' + i + '</b> in ' + view + '</p><ul><li>one</li><li>two</li><li>three</li></ul><button>Open</button></section>'
  const views = [
    () => '<h1>Home</h1><div class="grid">' + Array.from({ length: 60 }, (_, i) => card('home', i)).join('') + '</div>',
    () => '<h1>List</h1><ol>' + Array.from({ length: 150 }, (_, i) => '<li><a href="/item/' + i + '">Entry ' + i + '</a> <small>' + random(100) + '</small></li>').join('') + '</ol>',
    () => '<h1>Chart</h1><svg width="600" height="200">' + Array.from({ length: 200 }, (_, i) => '<rect x="' + i * 3 + '" y="' + random(180) + '" width="2" height="20" fill="teal"></rect>').join('') + '</svg>',
  ]
  const go = (turn) => { history.pushState({}, '', '/app/' + turn); app.innerHTML = views[turn % 3]() }
  app.innerHTML = views[0]()
  window.work = () => every(180, 30, (turn) => {
    go(turn)
    window.scrollTo(0, random(400))
    for (let i = 0; i < 12; i++) document.body.dispatchEvent(new MouseEvent('mousemove', { clientX: random(800), clientY: random(600), bubbles: true }))
  })`,
)

export const PAGES: Record<string, string> = {
  'table of 5,000 rows': TABLE,
  feed: FEED,
  'long form': FORM,
  'single-page app': APP,
}
