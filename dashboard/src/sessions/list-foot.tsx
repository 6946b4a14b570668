// Below the list: how far back was searched, and the way further.
import { Button, Loader, Text } from '@mantine/core'
import { formatMoment } from '../format/time.ts'
import classes from './session-list.module.css'

type Props = {
  /** Undefined when all were looked at. */
  searchedTo: number | undefined
  searching: boolean
  /** Another order than by start. */
  ranked: boolean
  filtering: boolean
  error: string | undefined
  onFurther: () => void
}

const where = ({ searchedTo, ranked, filtering, searching }: Props): string => {
  if (searchedTo === undefined) return 'That is all of them.'
  const back = `back to ${formatMoment(searchedTo)}`
  if (ranked) return `In the order of the newest 2,000 sessions, ${back}.`
  if (searching) return filtering ? `Searching, so far ${back}…` : 'Loading more…'
  return filtering ? `Searched ${back}.` : `Shown ${back}.`
}

export const ListFoot = (props: Props) => {
  const { searchedTo, searching, error, filtering, onFurther } = props
  return (
    <div className={classes.foot}>
      {searching && <Loader size={16} />}
      <Text size="sm">{where(props)}</Text>
      {error !== undefined && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
      {searchedTo !== undefined && !searching && (
        <Button variant="default" size="compact-md" fz="sm" onClick={onFurther}>
          {filtering ? 'Search further' : 'Load more'}
        </Button>
      )}
    </div>
  )
}
