// What of a visit is not there, and why: told beside the time line, so that a gap is not taken for the visitor's own.
import type { Replay } from '../../../../core/replay/replay.ts'
import classes from './controls.module.css'

export const Missing = ({ dropped }: Pick<Replay, 'dropped'>) => {
  const texts = [...new Set(dropped.map(({ text }) => text))]
  if (texts.length === 0) return null
  return (
    <details className={classes.missing}>
      <summary>Not all of this visit is here</summary>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  )
}
