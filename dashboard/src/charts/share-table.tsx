// Rows with a bar behind their name, as long as their part of the greatest; a real table for who does not see the bars.
import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './share-table.module.css'

export type ShareRow = {
  key: string
  name: string
  /** What is said of it beside its name, where the name alone does not say it. */
  detail?: ReactNode
  /** 0 to 1. */
  bar: number
  cells: ReactNode[]
  /** What pressing its name does, in words. */
  hint?: string
  onPress?: () => void
  action?: ReactNode
}

type Props = { title: string; column: string; columns: readonly string[]; rows: readonly ShareRow[] }

export const ShareTable = ({ title, column, columns, rows }: Props) => (
  <table className={classes.table} aria-label={title}>
    <thead>
      <tr>
        <th scope="col">{column}</th>
        {columns.map((name) => (
          <th key={name} scope="col" className={classes.number}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ key, name, detail, bar, cells, hint, onPress, action }) => (
        <tr key={key} className={classes.row}>
          <th scope="row" className={classes.name}>
            <span className={classes.bar} style={{ width: `${bar * 100}%` }} aria-hidden="true" />
            <span className={classes.label}>
              {onPress ? (
                <UnstyledButton className={classes.press} title={hint} onClick={onPress}>
                  <span className="one-line">{name}</span>
                </UnstyledButton>
              ) : (
                <span className="one-line">{name}</span>
              )}
              {detail}
              {action && <span className={classes.action}>{action}</span>}
            </span>
          </th>
          {cells.map((cell, index) => (
            <td key={columns[index]} className={classes.number}>
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
