// The figures at a glance, each with its change; the chosen one is drawn below.
import { NativeSelect, Skeleton, UnstyledButton } from '@mantine/core'
import type { Figures } from '../../../../core/analytics/figures.ts'
import { changeOf, formatChange, formatFigure, shortFigure } from '../../format/figure.ts'
import analytics from '../analytics.module.css'
import type { Answer } from '../ask.ts'
import { FIGURE_NAMES, type FigureName } from '../figure-names.ts'
import { BOUNCE_HINTS, BOUNCE_WORDS, FIGURE_FACTS, figureOf } from '../figures.ts'
import { BOUNCE_MODES, type BounceMode } from '../search.ts'
import classes from './overview.module.css'

type Props = {
  answer: Answer<Figures> | undefined
  /** Of what was asked before. */
  stale: boolean
  figure: FigureName
  onChoose: (figure: FigureName) => void
  bounce: BounceMode
  onBounce: (mode: BounceMode) => void
}

export const FigureCards = ({ answer, stale, figure, onChoose, bounce, onBounce }: Props) => (
  <div className={classes.figureCards} aria-busy={stale || !answer}>
    {FIGURE_NAMES.map((one) => (
      <div key={one} className={classes.figureCard} data-chosen={one === figure || undefined}>
        <UnstyledButton
          className={classes.choose}
          aria-pressed={one === figure}
          title={FIGURE_FACTS[one].hint}
          onClick={() => onChoose(one)}
          data-figure={one}
        >
          <span className={classes.cardLabel}>{FIGURE_FACTS[one].label}</span>
          <span className={stale ? analytics.stale : undefined}>
            <FigureValue name={one} answer={answer} />
          </span>
        </UnstyledButton>
        {one === 'bounceRate' && one === figure && (
          <NativeSelect
            className={classes.bounce}
            size="xs"
            aria-label="What a bounce is"
            title={BOUNCE_HINTS[bounce]}
            data={BOUNCE_MODES.map((mode) => ({ value: mode, label: BOUNCE_WORDS[mode] }))}
            value={bounce}
            onChange={({ currentTarget: { value } }) =>
              onBounce(BOUNCE_MODES.find((mode) => mode === value) ?? 'engaged')
            }
          />
        )}
      </div>
    ))}
  </div>
)

const FigureValue = ({ name, answer }: { name: FigureName; answer: Answer<Figures> | undefined }) => {
  if (!answer) return <Skeleton height={28} width={72} my={4} />
  const { kind } = FIGURE_FACTS[name]
  const value = figureOf(name, answer.rows[0])
  const before = answer.compared ? figureOf(name, answer.compared.rows[0]) : undefined
  return (
    <span className={classes.figure}>
      <span className={classes.value} title={formatFigure(kind, value)}>
        {shortFigure(kind, value)}
      </span>
      <Change name={name} now={value} before={before} />
    </span>
  )
}

const Change = ({
  name,
  now,
  before,
}: {
  name: FigureName
  now: number | null
  before: number | null | undefined
}) => {
  const change = changeOf(now, before)
  if (change === null || before === undefined) return null
  const { kind, good } = FIGURE_FACTS[name]
  const tone = change === 0 ? 'same' : change > 0 === good > 0 ? 'good' : 'bad'
  return (
    <span className={classes.change} data-tone={tone} title={`Before: ${formatFigure(kind, before)}`}>
      {formatChange(change)}
    </span>
  )
}
