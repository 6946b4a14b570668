// Events as a shop's pages send them, of about 300 bytes each.
import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import type { eventSchema } from '../../core/ingest/envelope.ts'

type SentEvent = z.input<typeof eventSchema>

const PAGES = ['/', '/plants', '/plants/monstera-deliciosa', '/plants/ficus-lyrata', '/basket', '/checkout']

const VARIETIES: Array<(page: string, index: number) => Omit<SentEvent, 'eventId' | 'ts' | 'url'>> = [
  (page) => ({
    name: 'page_view',
    referrer: 'https://www.example.com/search?q=large+house+plants',
    props: { title: `Fern & Oak ${page}`, language: 'en-GB', viewportWidth: 1440, viewportHeight: 900 },
  }),
  (_page, index) => ({
    name: 'click',
    target: {
      selector: `main > section.products > article:nth-of-type(${(index % 12) + 1}) > button.add`,
      text: 'Add to basket',
      x: 640 + index,
      y: 320 + index,
    },
    props: { button: 0 },
  }),
  (_page, index) => ({
    name: 'content_seen',
    target: { type: 'product', id: `sku-${10_000 + index}` },
    props: { visibleMs: 1_250 + index, share: 0.75, list: 'bestsellers', position: index },
  }),
  (_page, index) => ({
    name: 'add_to_basket',
    target: { type: 'product', id: `sku-${10_000 + index}` },
    props: { price: 34.5, currency: 'GBP', quantity: 1, variant: 'pot 21 cm, terracotta', stock: 'in' },
  }),
]

export const realisticEvents = (count: number, now: number): SentEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const page = PAGES[index % PAGES.length] ?? '/'
    const variety = VARIETIES[index % VARIETIES.length] ?? VARIETIES[0]
    return {
      eventId: randomUUID(),
      ts: now,
      url: `https://shop.example.com${page}?utm_source=newsletter`,
      ...(variety?.(page, index) ?? { name: 'page_view' }),
    }
  })
