import type { Attack } from './attack.ts';
import { batches } from './members/batches.ts';
import { bursts } from './members/bursts.ts';
import { files } from './members/files.ts';
import { gaps } from './members/gaps.ts';
import { history } from './members/history.ts';
import { keys } from './members/keys.ts';
import { lists } from './members/lists.ts';
import { marks } from './members/marks.ts';
import { masks } from './members/masks.ts';
import { metadata } from './members/metadata.ts';
import { monitor } from './members/monitor.ts';
import { pastes } from './members/pastes.ts';
import { places } from './members/places.ts';
import { reconnects } from './members/reconnects.ts';
import { redactions } from './members/redactions.ts';
import { rooms } from './members/rooms.ts';
import { siblings } from './members/siblings.ts';
import { slowReaders } from './members/slowReaders.ts';
import { spentBatches } from './members/spentBatches.ts';
import { storms } from './members/storms.ts';
import { talks } from './members/talks.ts';
import { typing } from './members/typing.ts';
import { wideLines } from './members/wideLines.ts';
import { capFlood } from './strangers/capFlood.ts';
import { churn } from './strangers/churn.ts';
import { emptyLines } from './strangers/emptyLines.ts';
import { guesses } from './strangers/guesses.ts';
import { halfOpen } from './strangers/halfOpen.ts';
import { handshakes } from './strangers/handshakes.ts';
import { hugeTags } from './strangers/hugeTags.ts';
import { plainText } from './strangers/plainText.ts';
import { shortLines } from './strangers/shortLines.ts';
import { slowBytes } from './strangers/slowBytes.ts';
import { tenThousand } from './strangers/tenThousand.ts';
import { unregistered } from './strangers/unregistered.ts';

const strangers: readonly Attack[] = [
  shortLines,
  emptyLines,
  halfOpen,
  slowBytes,
  churn,
  unregistered,
  plainText,
  handshakes,
  guesses,
  hugeTags,
  capFlood,
  tenThousand,
];

const members: readonly Attack[] = [
  keys,
  rooms,
  talks,
  marks,
  metadata,
  monitor,
  lists,
  storms,
  history,
  batches,
  slowReaders,
  files,
  masks,
  reconnects,
  places,
  typing,
  redactions,
  pastes,
  bursts,
  wideLines,
  gaps,
  siblings,
  spentBatches,
];

/** Every attack, in the order they are run. */
export const attacks: readonly Attack[] = [...strangers, ...members];
