// The keys of the player, to look up.
import { Button } from '@mantine/core'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import classes from './controls.module.css'
import { KEY_HELP, SPAN_HELP } from './player-keys.ts'

export const KeysDialog = ({ spans, onClose }: { spans: boolean; onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <dl className={classes.keys}>
      {(spans ? [...KEY_HELP, SPAN_HELP] : KEY_HELP).map(([keys, does]) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
    <DialogActions>
      <Button variant="default" onClick={onClose}>
        Close
      </Button>
    </DialogActions>
  </Dialog>
)
