// SQL as a value: what is put into the text of a statement is bound as a parameter, unless it is SQL itself.

export type Value = string | number | boolean | null

/** The engines that a question is asked of. */
export type Dialect = 'duckdb' | 'athena'

type Part = string | { bound: Value } | { per: Record<Dialect, Sql> }

export type Sql = { parts: readonly Part[] }

/** A tag: sql`SELECT … WHERE name = ${name}`. */
export const sql = (texts: TemplateStringsArray, ...holes: (Sql | Value)[]): Sql => ({
  parts: texts.flatMap((text, at): readonly Part[] => {
    if (at >= holes.length) return [text]
    const hole = holes[at] as Sql | Value
    return [text, ...(isSql(hole) ? hole.parts : [{ bound: hole }])]
  }),
})

const isSql = (hole: Sql | Value): hole is Sql => typeof hole === 'object' && hole !== null

/** What the engines call differently: only `dialect.ts` writes it. */
export const perDialect = (per: Record<Dialect, Sql>): Sql => ({ parts: [{ per }] })

export const joined = (pieces: readonly Sql[], between: Sql): Sql => ({
  parts: pieces.flatMap(({ parts }, at) => (at === 0 ? parts : [...between.parts, ...parts])),
})

const NAME = /^[a-z][a-z0-9_]*$/

/** The name of a table that our own code gave. */
export const named = (name: string): Sql => {
  if (!NAME.test(name)) throw new Error('That is no name of a table.')
  return { parts: [name] }
}

export const listed = (values: readonly Value[]): Sql =>
  joined(
    values.map((value) => sql`${value}`),
    sql`, `,
  )

/** As an engine takes it: its text, and the values of its parameters in their order. */
export const written = (statement: Sql, dialect: Dialect): { text: string; values: Value[] } => {
  const values: Value[] = []
  const write = ({ parts }: Sql): string =>
    parts
      .map((part) => {
        if (typeof part === 'string') return part
        if ('per' in part) return write(part.per[dialect])
        values.push(part.bound)
        return dialect === 'duckdb' ? `$${values.length}` : '?'
      })
      .join('')
  return { text: write(statement), values }
}
