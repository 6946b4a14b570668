// The SQL that the lake's columns make: how rows are read, and how each is kept once.
import type { LakeColumn, LakeTable } from './columns.ts'

/** A text as SQL writes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const sqlList = (texts: string[]): string => `[${texts.map(sqlText).join(', ')}]`

const quoted = (name: string): string => `"${name}"`

const jsonType = ({ json, type }: LakeColumn): string => (json ? 'JSON' : type)

/** The types of a row's JSON as `read_json` wants them: nothing is guessed from what lies there. */
const jsonColumns = ({ columns }: LakeTable): string => {
  const fields = new Map<string, LakeColumn[]>()
  for (const column of columns) {
    const [field = ''] = column.from.split('.')
    fields.set(field, [...(fields.get(field) ?? []), column])
  }
  const types = [...fields].map(([field, [first, ...rest]]) => {
    if (first && first.from === field) return `${quoted(field)}: ${sqlText(jsonType(first))}`
    const parts = [...(first ? [first] : []), ...rest].map(
      (column) => `${quoted(column.from.slice(field.length + 1))} ${jsonType(column)}`,
    )
    return `${quoted(field)}: ${sqlText(`STRUCT(${parts.join(', ')})`)}`
  })
  return `{${types.join(', ')}}`
}

const fromJson = ({ name, from, type, json }: LakeColumn): string => {
  const path = from.split('.').map(quoted).join('.')
  return `${json ? `CAST(${path} AS ${type})` : path} AS ${quoted(name)}`
}

export const columnNames = ({ columns }: LakeTable): string =>
  columns.map(({ name }) => quoted(name)).join(', ')

/** NDJSON files as rows, with `filename`. A line that is no JSON comes as a row of nulls. */
export const rowsOfJson = (table: LakeTable, paths: string[]): string =>
  `SELECT ${table.columns.map(fromJson).join(', ')}, filename FROM read_json(${sqlList(paths)}, ` +
  `format = 'newline_delimited', compression = 'gzip', ignore_errors = true, filename = true, ` +
  `hive_partitioning = false, columns = ${jsonColumns(table)})`

/** Holds for a row that lacks what every row of ours has. */
export const isBroken = ({ columns }: LakeTable): string =>
  columns
    .filter(({ required }) => required)
    .map(({ name }) => `${quoted(name)} IS NULL`)
    .join(' OR ')

/** Parquet files as rows; a column that an older file lacks is null. */
export const rowsOfParquet = (table: LakeTable, paths: string[]): string =>
  `SELECT ${columnNames(table)} FROM (${noRows(table)} UNION ALL BY NAME ` +
  `SELECT * FROM read_parquet(${sqlList(paths)}, union_by_name = true, hive_partitioning = false))`

export const noRows = ({ columns }: LakeTable): string =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoted(name)}`).join(', ')} WHERE false`

/** Of each key the one row that everybody keeps. */
export const onceEach = (table: LakeTable, rows: string): string =>
  `SELECT ${columnNames(table)} FROM (${rows}) ` +
  `QUALIFY row_number() OVER (PARTITION BY ${table.key} ORDER BY ${table.keep}) = 1`
