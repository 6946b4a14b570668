// Draws the plants as SVG from leaf, frond and pot.

const POTS = {
  terracotta: ['#c96f4a', '#a9563a'],
  cream: ['#e9dcc3', '#cfbd9c'],
  slate: ['#5d6b70', '#47545a'],
  sage: ['#9db09a', '#7f957d'],
}
const GROUNDS = { sage: '#dfe7d8', clay: '#f0d9c8', straw: '#f3e6bf', cream: '#efe8da' }
const GREENS = ['#2f5d43', '#3f7653', '#5b9165', '#79a86f']

const green = (index) => GREENS[index % GREENS.length]
const turned = (x, y, angle, inner) => `<g transform="translate(${x} ${y}) rotate(${angle})">${inner}</g>`

/** Points up from its stem; as wide as `width` a little below its middle. */
const leaf = (length, width, fill) =>
  `<path d="M0 0C${-width} ${-length * 0.25} ${-width * 0.8} ${-length * 0.75} 0 ${-length}C${width * 0.8} ${-length * 0.75} ${width} ${-length * 0.25} 0 0Z" fill="${fill}"/>`

const vein = (length) =>
  `<path d="M0 0V${-length * 0.86}" stroke="#ffffff" stroke-opacity=".28" stroke-width="1.6" stroke-linecap="round"/>`

/** A frond bends to its side; its leaflets shrink towards the tip. */
const frond = (length, bend, fill, leaflet = 15) => {
  let drawn = ''
  const pairs = Math.round(length / 9)
  for (let i = 1; i <= pairs; i++) {
    const t = i / pairs
    const x = bend * t * t
    const y = -length * t * (1 - 0.18 * t * Math.min(1, Math.abs(bend) / 60))
    const lean = Math.atan2(2 * bend * t, length) * 57
    const size = leaflet * (1.05 - t * 0.75)
    drawn += turned(x, y, lean - 66, leaf(size, size * 0.24, fill))
    drawn += turned(x, y, lean + 66, leaf(size, size * 0.24, fill))
  }
  return `<path d="M0 0Q0 ${-length * 0.55} ${bend} ${-length * 0.82}" fill="none" stroke="${fill}" stroke-width="2"/>${drawn}`
}

const monsteraLeaf = (size, fill) =>
  `<g transform="scale(${size / 100})"><path d="M0 0C-58 4-74-46-56-84c6 10 16 14 26 12-12-8-18-18-16-30 8 12 20 16 30 12-10-8-14-16-10-26 8 8 16 10 26 6C44-104 74-60 60-24c-8-6-18-8-26-4 10 2 16 8 20 16C40 2 20 2 0 0Z" fill="${fill}"/><path d="M0 0C-6-36-6-66-2-100" fill="none" stroke="#fff" stroke-opacity=".3" stroke-width="2.4"/></g>`

const oakLeaf = (size, fill) =>
  `<g transform="scale(${size / 60})"><path d="M0 0c-4-7-15-4-15-12 0-6 7-5 8-10 0-5-11-6-10-14 1-7 9-4 10-9C-6-51-4-58 0-60c4 2 6 9 7 15 1 5 9 2 10 9 1 8-10 9-10 14 1 5 8 4 8 10C15-4 4-7 0 0Z" fill="${fill}"/><path d="M0 4V-48" stroke="#fff" stroke-opacity=".3" stroke-width="1.6"/></g>`

const heart = (size, fill) =>
  `<path d="M0 0C${-size * 0.2} ${-size * 0.34} ${-size * 0.72} ${-size * 0.2} ${-size * 0.6} ${size * 0.28}C${-size * 0.5} ${size * 0.66} ${-size * 0.1} ${size * 0.86} 0 ${size * 1.1}C${size * 0.1} ${size * 0.86} ${size * 0.5} ${size * 0.66} ${size * 0.6} ${size * 0.28}C${size * 0.72} ${-size * 0.2} ${size * 0.2} ${-size * 0.34} 0 0Z" fill="${fill}"/><path d="M0 2V${size * 0.9}" stroke="#f3e9a8" stroke-opacity=".55" stroke-width="2"/>`

const stem = (d, width = 3, color = '#4d7a55') =>
  `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round"/>`

const SHAPES = {
  fern: () =>
    [-86, -64, -44, -24, -6, 14, 32, 52, 72, 90]
      .map((bend, i) =>
        turned(150 + bend * 0.12, 206, bend * 0.5, frond(124 - Math.abs(bend) * 0.3, bend * 0.7, green(i))),
      )
      .join(''),
  maidenhair: () =>
    [-60, -38, -16, 8, 30, 54]
      .map((bend, i) =>
        turned(150, 206, bend * 0.62, frond(104 - Math.abs(bend) * 0.2, bend * 0.5, green(i + 1), 24)),
      )
      .join(''),
  monstera: () =>
    stem(
      'M150 208C146 160 128 130 104 112M150 208C152 150 168 120 196 96M150 208C150 160 148 120 150 84M150 208C160 180 196 168 216 160',
    ) +
    turned(104, 122, -42, monsteraLeaf(70, green(1))) +
    turned(198, 108, 38, monsteraLeaf(78, green(0))) +
    turned(216, 164, 78, monsteraLeaf(48, green(2))) +
    turned(150, 106, -4, monsteraLeaf(66, green(2))),
  oak: () =>
    stem('M150 210C148 170 152 120 150 62', 6, '#7a5a3c') +
    stem(
      'M150 150C136 138 124 130 112 126M150 126C164 114 178 106 190 104M150 98C140 88 132 82 124 78',
      3.5,
      '#7a5a3c',
    ) +
    [
      [112, 126, -72, 42],
      [124, 134, -118, 34],
      [190, 104, 64, 44],
      [176, 112, 112, 34],
      [124, 78, -48, 42],
      [136, 92, -98, 32],
      [150, 66, -8, 52],
      [150, 74, 44, 40],
      [150, 112, 34, 30],
    ]
      .map(([x, y, angle, size], i) => turned(x, y, angle, oakLeaf(size, green(i + 1))))
      .join(''),
  blades: () =>
    [
      [126, -15, 122, 13],
      [174, 14, 128, 13],
      [138, -6, 150, 15],
      [164, 5, 142, 15],
      [150, 0, 166, 16],
      [116, -24, 84, 11],
      [184, 23, 88, 11],
    ]
      .map(([x, angle, length, width], i) =>
        turned(x, 210, angle, `${leaf(length, width, green(i))}${vein(length)}`),
      )
      .join(''),
  nest: () =>
    [-70, 70, -52, 52, -34, 34, -16, 16, 0]
      .map((angle, i) =>
        turned(
          150,
          210,
          angle,
          `${leaf(138 - Math.abs(angle) * 0.5, 21, green(i + 1))}${vein(138 - Math.abs(angle) * 0.5)}`,
        ),
      )
      .join(''),
  bonsai: () =>
    stem(
      'M150 214C138 190 170 172 158 146C148 124 128 122 116 112M158 150C176 136 186 132 198 128M152 130C154 110 160 98 164 88',
      10,
      '#7a5a3c',
    ) +
    [
      [112, 102, 44],
      [200, 118, 38],
      [164, 76, 46],
    ]
      .map(
        ([x, y, r], i) =>
          `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 0.52}" fill="${green(i)}"/><ellipse cx="${x - 6}" cy="${y - 8}" rx="${r * 0.72}" ry="${r * 0.34}" fill="${green(i + 1)}"/>`,
      )
      .join(''),
  trail: () =>
    stem(
      'M150 206C120 170 84 190 78 262M150 206C184 168 222 190 224 244M150 206C150 176 146 150 138 134M150 206C158 178 170 158 182 146',
    ) +
    [
      [138, 122, 10, 34],
      [182, 134, -16, 32],
      [112, 168, 34, 34],
      [190, 170, -30, 34],
      [152, 152, 0, 38],
      [82, 200, 28, 30],
      [220, 196, -24, 30],
      [77, 238, 10, 24],
      [225, 226, -8, 24],
      [78, 264, 0, 18],
    ]
      .map(([x, y, angle, size], i) => turned(x, y, angle, heart(size, green(i + 1))))
      .join(''),
}

const pot = (name, low) => {
  const [body, rim] = POTS[name]
  return low
    ? `<path d="M92 214H208L198 244H102Z" fill="${body}"/><rect x="86" y="206" width="128" height="12" rx="5" fill="${rim}"/>`
    : `<path d="M108 214H192L183 276Q182 282 176 282H124Q118 282 117 276Z" fill="${body}"/><rect x="102" y="204" width="96" height="18" rx="6" fill="${rim}"/>`
}

export const draw = ({ drawing, name }) => {
  const low = drawing.shape === 'bonsai'
  const plant = SHAPES[drawing.shape]()
  const parts = drawing.shape === 'trail' ? pot(drawing.pot, low) + plant : plant + pot(drawing.pot, low)
  return `<svg class="drawing" viewBox="0 0 300 320" role="img" aria-label="${name}" preserveAspectRatio="xMidYMid slice">
    <rect class="ground" width="300" height="320" fill="${GROUNDS[drawing.ground]}"/>
    <circle cx="150" cy="150" r="112" fill="#fff" fill-opacity=".38"/>
    <ellipse cx="150" cy="${low ? 248 : 284}" rx="86" ry="9" fill="#23301f" fill-opacity=".14"/>${parts}</svg>`
}
