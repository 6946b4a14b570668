// A table as Markdown, its columns padded so that it reads as text too.
import type { Row, Table } from './benchmark.ts'

export const toMarkdown = ({ columns, rows, note }: Table): string => {
  const widths = columns.map((column, index) =>
    Math.max(3, column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  )
  // The first column names what was measured; the others are figures.
  const line = (cells: Row) =>
    `| ${widths.map((width, index) => (index === 0 ? (cells[index] ?? '').padEnd(width) : (cells[index] ?? '').padStart(width))).join(' | ')} |`
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(columns), line(rule), ...rows.map(line), ...(note ? ['', note] : [])].join('\n')
}
