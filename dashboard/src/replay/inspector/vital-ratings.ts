// How good a page's vitals were, by the bounds that browsers' makers have published for them.

export type Rating = 'good' | 'fair' | 'poor'
export type Vital = { id: string; name: string; unit: 'ms' | ''; good: number; fair: number; says: string }

export const VITALS: Vital[] = [
  {
    id: 'LCP',
    name: 'Largest contentful paint',
    unit: 'ms',
    good: 2_500,
    fair: 4_000,
    says: 'until the largest text or image stood there',
  },
  {
    id: 'INP',
    name: 'Interaction to next paint',
    unit: 'ms',
    good: 200,
    fair: 500,
    says: 'until the page answered its slowest click or key',
  },
  {
    id: 'CLS',
    name: 'Cumulative layout shift',
    unit: '',
    good: 0.1,
    fair: 0.25,
    says: 'how much moved under the reader’s eyes',
  },
  {
    id: 'FCP',
    name: 'First contentful paint',
    unit: 'ms',
    good: 1_800,
    fair: 3_000,
    says: 'until there was anything to see',
  },
  {
    id: 'TTFB',
    name: 'Time to first byte',
    unit: 'ms',
    good: 800,
    fair: 1_800,
    says: 'until the server answered',
  },
]

export const rate = ({ good, fair }: Vital, value: number): Rating =>
  value <= good ? 'good' : value <= fair ? 'fair' : 'poor'
